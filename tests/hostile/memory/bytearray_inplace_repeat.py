x = bytearray(b'abc')
try:
    x *= 10**11
except MemoryError:
    pass
assert x == b'abc'
