# super() in methods, classmethods and staticmethods, through classes and instances, changed under way.
class A:
    def m(self, x=1): return ("A.m", x)
    @classmethod
    def c(cls, x=1): return (cls.__name__, x)
    @staticmethod
    def s(x=1): return ("s", x)
    v = staticmethod(len)
class B(A):
    def m(self, x=1): return ("B.m", super().m(x + 1))
    @classmethod
    def c(cls, x=1): return ("B.c", super().c(x))
    def both(self): return super().m(5), super().c(), super().s(2), self.s(), self.c(), A.s(1), A.c(2), B.c(3), self.v("abc"), A.v([1])
class C(B):
    def m(self, x=1): return ("C.m", super().m(x), super(C, self).m(), super(B, self).m())
class M(A):
    def m(self, x=1): return ("M.m", super().m(x))
class D(C, M): pass
for i in range(4):
    for o in (B(), C(), D(), M()):
        print(o.m(), o.c(), o.s(i))
    print(B().both())
def make(base):
    class X(base):
        def m(self, x=1): return ("X", super().m(x))
    return X
x1, x2 = make(A)(), make(B)()
for i in range(3):
    print(x1.m(), x2.m())
A.m = lambda self, x=0: ("changed", x)
A.s = staticmethod(lambda x=3: ("changed s", x))
A.c = classmethod(lambda cls, x=3: ("changed c", cls.__name__, x))
print(D().m(), x1.m(), B().both())
b = B()
b.s = lambda *a: "own"
for i in range(3):
    print(b.s(), B().s())
class E(A):
    def m(self):
        self = 3
        try:
            return super().m()
        except TypeError as e:
            return str(e)
    def n(self):
        del self
        try:
            return super().m()
        except RuntimeError as e:
            return str(e)
    def k(self):
        f = lambda: self
        return super().m()
    def g(self):
        yield super().m()
    def p(self):
        return [super(E, self).m() for i in range(2)]
    def q(self): return super().nothing()
for i in range(3):
    e = E()
    print(e.m(), e.n(), e.k(), list(e.g()), e.p())
    try:
        e.q()
    except AttributeError as error:
        print(error)
def super_user():
    super = lambda: A()
    class F(A):
        def m(self): return super().m()
    return F().m()
print(super_user(), super_user())
class Meta(type):
    def __call__(cls, *a): return ("meta", super().__call__(*a).__class__.__name__)
class G(metaclass=Meta): pass
print(G(), G())
class P(A):
    @property
    def m(self): return lambda: "property"
class Q(P):
    def r(self): return super().m()
print(Q().r(), Q().r())
