x = 'a' * 1000
for i in range(60):
    x = (x, x, x)
try:
    repr(x)
except MemoryError:
    pass
