import math
try:
    math.factorial(10**9)
except (MemoryError, OverflowError):
    pass
try:
    math.comb(10**12, 10**9)
except (MemoryError, OverflowError):
    pass
try:
    math.perm(10**12, 10**9)
except (MemoryError, OverflowError):
    pass
