class A:
    def f(self):
        del A.f
        A.g = lambda self: 1
        return self.g()
    def __getattr__(self, name):
        type(self).x = 1
        return object.__getattribute__(self, name)
a = A()
a.f()
a.x
class B:
    def __eq__(self, other):
        del B.__eq__
        self.__class__ = C
        return True
class C: pass
B() == B()
class D:
    def __del__(self):
        D.__del__ = None
        self.__class__ = C
D()
D()
