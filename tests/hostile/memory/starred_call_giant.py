def f(*a): return len(a)
try:
    f(*range(10**9))
except MemoryError:
    pass
try:
    f(*[1] * 10**6, *[2] * 10**6)
except MemoryError:
    pass
