class A:
    def __lt__(self, other):
        x[:] = []
        return NotImplemented
    def __eq__(self, other):
        x[:] = []
        return NotImplemented
    __gt__ = __le__ = __ge__ = __ne__ = __lt__
    def __add__(self, other):
        x[:] = []
        return NotImplemented
    __radd__ = __add__
for f in (lambda: x[0] < x[1], lambda: x[0] == x[1], lambda: x[0] >= x[1], lambda: x[0] + x[1], lambda: x[0] != x[1], lambda: x[0] < x[1] < x[0]):
    x = [A(), A()]
    try:
        f()
    except (TypeError, IndexError):
        pass
class B:
    def __getattribute__(self, n):
        x.clear()
        return object.__getattribute__(self, n)
x = [B()]
try:
    x[0].y
except AttributeError:
    pass
