def f(a=1, *, b=2): return a, b
class I:
    def __index__(self):
        f.__defaults__ = None
        f.__kwdefaults__ = None
        f.__code__ = g.__code__
        return 1
def g(x): return x
f(I())
try:
    f()
except TypeError:
    pass
def h():
    h.__code__ = (lambda: 5).__code__
    del globals()['h']
    return 1
h()
def k(x=[1]):
    k.__defaults__ = ()
    return x
k()
