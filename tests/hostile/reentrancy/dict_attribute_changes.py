class A: pass
class V:
    def __del__(self):
        a.__dict__ = {}
        a.x = 1
a = A()
a.x = V()
a.x = 2
a.y = V()
a.__dict__ = {'z': V()}
a.__dict__.clear()
a.y = V()
del a.__dict__
class K(str):
    def __eq__(self, other):
        a.__dict__ = {}
        return False
    def __hash__(self): return hash('q')
a = A()
a.__dict__[K('q')] = 1
try:
    a.q
except AttributeError:
    pass
setattr(a, 'q', 2)
a.__class__ = V
a.__class__ = A
