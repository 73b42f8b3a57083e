import sys
sys.setrecursionlimit(10**5)
def f(n):
    if n: f(n - 1)
    raise ValueError
f(50000)
