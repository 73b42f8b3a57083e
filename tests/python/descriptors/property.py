# property, classmethod, staticmethod, and descriptors of a program.
def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class C:
    @property
    def x(self):
        "doc of x"
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @x.deleter
    def x(self):
        del self._x

    @property
    def readonly(self):
        return 1

    y = property()
    z = property(lambda self: 1, doc="given")

    @classmethod
    def make(cls, *args):
        "class doc"
        return cls, args

    @staticmethod
    def plain(*args):
        return args


c = C()
c.x = 5
print(c.x, c.__dict__)
del c.x
attempt(lambda: c.x)
attempt(lambda: setattr(c, "readonly", 2))
attempt(lambda: delattr(c, "readonly"))
attempt(lambda: c.y)
attempt(lambda: setattr(c, "y", 1))
attempt(lambda: delattr(c, "y"))
print(C.x.__doc__, C.z.__doc__, C.readonly.__doc__, type(C.x), C.x.fget.__name__, C.x.fset is not None, C.y.fget)
attempt(lambda: property(1, 2, 3, 4, 5))
attempt(lambda: property(1)._x)
attempt(lambda: setattr(C.x, "fget", 1))
p = property(lambda s: 1)
attempt(lambda: p.__get__(None))
attempt(lambda: p.__set__(c, 1))
print(p.__get__(c), p.__get__(None, C) is p)
attempt(lambda: p.__set_name__(1))


class Sub(property):
    pass


class UsesSub:
    @Sub
    def a(self):
        "sub doc"
        return "a"


print(UsesSub().a, UsesSub.a.__doc__, type(UsesSub.a.setter(len)).__name__)

print(c.make(1), C.make(2), C.plain(3), c.plain(4), C.make.__self__, C.__dict__["make"].__func__.__name__)
print(C.__dict__["make"].__doc__, C.__dict__["make"].__name__, C.__dict__["plain"].__wrapped__.__name__, C.__dict__["plain"](9))
attempt(lambda: C.__dict__["make"]())
attempt(classmethod)
attempt(classmethod, 1, 2)
attempt(staticmethod, x=1)
print(repr(staticmethod(len)), repr(classmethod(len)))
print(classmethod(5).__get__(None, int) if False else "", staticmethod(5).__get__(None, int))


class Chain:
    @classmethod
    @property
    def cp(cls):
        return cls.__name__


print(Chain.cp)


# data and non-data descriptors
class Data:
    def __get__(self, instance, owner): return ("data get", instance is None, owner.__name__)
    def __set__(self, instance, value): instance.__dict__["d"] = value


class NonData:
    def __get__(self, instance, owner): return ("nondata", instance is None)


class OnlySet:
    def __set__(self, instance, value): instance.__dict__["o"] = ("set", value)


class WithDelete:
    def __get__(self, i, o): return "got"
    def __delete__(self, i): print("deleted")


class E:
    d = Data()
    n = NonData()
    o = OnlySet()
    w = WithDelete()


e = E()
e.d = 1
print(e.d, E.d, e.__dict__)
print(e.n, E.n)
e.n = 2
print(e.n)
print(type(e.o).__name__)
e.o = 3
print(e.o)
del e.w
attempt(lambda: setattr(e, "w", 1))
attempt(lambda: delattr(e, "d"))


class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, owner, name): self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.f(instance)
        return value


class F:
    @Lazy
    def value(self):
        print("computing")
        return 42


f = F()
print(f.value, f.value, f.__dict__)


# descriptors on a metaclass
class Meta(type):
    @property
    def p(cls): return "meta p of " + cls.__name__
    data = Data()


class G(metaclass=Meta):
    p = "own p"


print(G.p, G().p, G.data)
attempt(lambda: setattr(G, "p", 1))
attempt(lambda: G().data)


# __getattr__ errors inside properties
class H:
    @property
    def broken(self): return self.missing
    def __getattr__(self, name): return "fallback for " + name


print(H().broken)

# methods
class M:
    def f(self, *args): return args
    f.attr = 1


m = M()
print(m.f.__self__ is m, m.f.__func__ is M.f, m.f == m.f, m.f is m.f, m.f.attr, M.f.__get__(m)(3))
attempt(lambda: setattr(m.f, "other", 1))
attempt(lambda: M.f())
M.g = lambda self: "added"
m.h = lambda: "own"
print(m.g(), m.h())

# instance attributes in order, deletion, __dict__
class V:
    pass


v = V()
v.a, v.b, v.c = 1, 2, 3
del v.b
v.b = 4
print(v.__dict__, vars(v), list(v.__dict__))
v.__dict__["d"] = 5
print(v.d)
v.__dict__ = {"q": 1}
print(v.q, v.__dict__)
attempt(lambda: v.a)
attempt(lambda: setattr(v, "__dict__", 1))
del v.__dict__
print(v.__dict__)
attempt(lambda: delattr(v, "nope"))
w = V()
for i in range(100):
    setattr(w, f"a{i}", i)
print(len(w.__dict__), w.a99, list(w.__dict__)[:3])
for i in range(0, 100, 2):
    delattr(w, f"a{i}")
print(len(w.__dict__), list(w.__dict__)[:3])
