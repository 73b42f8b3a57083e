x = [0, 1, 2]
try:
    x *= 10**10
except MemoryError:
    pass
assert x == [0, 1, 2]
