class N:
    def __int__(self):
        N.__int__ = lambda s: 1
        return 5
    def __index__(self):
        del N.__index__
        return 5
    def __float__(self):
        del N.__float__
        return 1.5
n = N()
int(n), float(n), range(N())
class B(int):
    def __index__(self): return self
    def __int__(self): return B(7)
import operator
try:
    operator.index(B(3)), int(B(3)), [1, 2, 3, 4][B(3)]
except TypeError:
    pass
