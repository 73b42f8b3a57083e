import sys
def f(n):
    global kept
    if n:
        return f(n - 1)
    kept = sys._getframe()
f(900)
x = kept
while x:
    x = x.f_back
