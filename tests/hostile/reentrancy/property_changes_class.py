class A:
    @property
    def x(self):
        del A.x
        self.__dict__['x'] = 1
        return self.x
    @classmethod
    def y(cls):
        del A.y
        return cls
    def __set__(self, o, v):
        del B.a
    def __get__(self, o, t=None):
        B.a = 1
        return self
class B:
    a = A()
A().x, A.y()
B().a
B.a = A()
b = B()
b.a = 5
B.a = A()
del A.__get__
b.a
