# Class statements: bodies, bases, cells, super, annotations.
class A:
    x = 1
    y = x + 1
    def m(self): return 'A.m', self.x
    z = [y for _ in range(2)] if False else y
    locals()['dyn'] = 5
print(A.x, A.y, A.z, A().m(), A.dyn, A.__name__, A.__qualname__, A.__module__)
class B(A):
    def m(self): return ('B.m',) + super().m()
    @classmethod
    def c(cls): return cls.__name__, super().__init_subclass__ is not None
    @property
    def p(self): return __class__
print(B().m(), B.c(), B().p)
class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print('new', name, bases, sorted(k for k in ns if not k.startswith('__')), kw, '__classcell__' in ns)
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    @classmethod
    def __prepare__(mcls, name, bases, **kw): print('prepare', name, kw); return {'prepared': 1}
class C(A, metaclass=Meta, opt=3):
    a = prepared
    def f(self): return super().m()
print(C().f(), C.prepared)
bases = (A,); kwargs = {'metaclass': Meta}
class D(*bases, **kwargs): pass
print(D.__mro__[1].__name__)
class Scope:
    v = 'class'
    def method(self): return v
    comp = [i for i in v]
v = 'global'
class Scope2:
    v = 'class'
    def method(self): return v
    lam = lambda self: v
    gen = list(x for x in v)
    comp = [(x, y) for x in v[:1] for y in 'ab']
print(Scope2().method(), Scope2().lam(), Scope2.gen, Scope2.comp)
def enclosing():
    q = 'enclosing'
    class E:
        a = q
        q = 'own'
        b = q
        def m(self): return q
    return E.a if False else None, E
try: enclosing()
except NameError as e: print(type(e).__name__, e)
def enclosing2():
    q = 'enclosing'
    class E:
        a = q
        def m(self): return q
        class F:
            b = q
    return E.a, E().m(), E.F.b, E.F.__qualname__
print(enclosing2())
def enclosing3():
    q = 1
    class E:
        nonlocal q
        q = 2
        r = q
    return q, E.r, hasattr(E, 'q')
print(enclosing3())
class G:
    global gl
    gl = 7
    def f(self): return gl
print(gl, G().f(), hasattr(G, 'gl'))
class Box: pass
d = Box(); f = {}
class Ann:
    a: int
    b: str = 'x'
    (c): float = 1.0
    d.e: print('evaluated')
    f[0]: list
    if True:
        g: 'fwd' = None
    __p: int = 1
print(Ann.__annotations__, Ann.b, Ann.c, hasattr(Ann, 'a'))
m1: int
m2: 'str' = 5
(m3): int = 6
print(__annotations__, m2, m3)
def local_ann():
    x: undefined_name = 1
    y: another
    (z): print('not evaluated') = 2
    return x, z
print(local_ann())
class Private:
    __slots__ = ('__a', 'b')
    def __init__(self): self.__a = 1
    def get(self): return self.__a
print(Private().get(), Private.__slots__)
class Super0:
    def f(self): return 'Super0.f'
    @staticmethod
    def s(): return 's'
class Super1(Super0):
    def f(self):
        def inner(me=self): return super(Super1, me).f()
        return inner(), [super(Super1, self).f() for _ in 'a'], super().s()
    def g(self): return (lambda: __class__)()
    def h(this, *rest): return super().f()
print(Super1().f(), Super1().g(), Super1().h())
try:
    def nosuper(): super().x
    nosuper()
except RuntimeError as e: print(e)
class Dec:
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls, x): return cls.__name__, x
    @property
    def p(self): return 'p'
    @p.setter
    def p(self, v): print('set', v)
o = Dec(); o.p = 3; print(o.p, o.s(1), o.c(2), Dec.s(3), Dec.c(4))
@lambda cls: setattr(cls, 'tag', 1) or cls
class Tagged: pass
print(Tagged.tag)
class Nested:
    class Inner:
        class Deep: pass
    def f(self):
        class Local: pass
        return Local
print(Nested.Inner.Deep.__qualname__, Nested().f().__qualname__)
print(type('T', (A,), {'q': 1}).q, [c.__name__ for c in B.__mro__])
class Empty: ...
print(sorted(Empty.__dict__.keys() - {'__dict__', '__weakref__'}))
class InitSub:
    def __init_subclass__(cls, /, tag=None, **kw): print('sub', cls.__name__, tag, kw)
class WithTag(InitSub, tag=9): pass
class Named:
    def __set_name__(self, owner, name): print('named', owner.__name__, name)
class HasNamed: attr = Named()
