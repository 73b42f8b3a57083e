class A:
    __slots__ = ('a', 'b')
    def __del__(self):
        self.a = self.b = None
x = A()
x.a = A()
x.b = [x]
x.a.a = x
del x
class V:
    def __del__(self):
        y.a = 1
        del y.a
y = A()
y.a = V()
y.a = V()
try:
    del y.a
except AttributeError:
    pass
y.b = V()
del y
