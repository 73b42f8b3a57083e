class A: pass
class B(A): pass
class C: pass
class M(type):
    def mro(cls):
        if armed: 
            X.__bases__ = (A,) if X.__bases__ == (C,) else (C,)
        return type.mro(cls)
armed = []
class X(A, metaclass=M): pass
class Y(X): pass
armed.append(1)
try:
    Y.__bases__ = (B,)
except (TypeError, RecursionError):
    pass
armed.clear()
class E:
    def __eq__(self, other):
        B.__bases__ = (C,)
        return NotImplemented
setattr(B, 'x', E())
B.x == 1
