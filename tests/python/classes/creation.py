# Making classes: type(), class statements, metaclasses, keyword arguments.
def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class A:
    "doc of A"
    x = 1

    def method(self):
        return "A.method", self.x


print(A, A.__name__, A.__qualname__, A.__module__, A.__doc__)
print(A.__bases__, A.__base__, A.__mro__)
print(sorted(k for k in A.__dict__))
print(type(A), type(type(A)), isinstance(A, type), isinstance(A, object))
print(A().method(), A.method(A()))

B = type("B", (A,), {"y": 2, "__doc__": "made"})
print(B, B.__doc__, B().method(), B.y, B.__module__)

attempt(type)
attempt(type, 1, 2)
attempt(type, 1, (), {})
attempt(type, "a", [], {})
attempt(type, "a", (), [])
attempt(type, "a", (1,), {})
attempt(type, "a", (bool,), {})
attempt(type, "a", (int, str), {})
attempt(type, "a", (A, A), {})
attempt(type, "a", (object, A), {})
attempt(type, "a\0", (A,), {})
attempt(type, "a", (A,), {"__qualname__": 1})
attempt(type, "a", ("x",), {})
attempt(type.__new__, type)
attempt(type.__new__, type, "X", (), {})
attempt(A, 1)
attempt(A, x=1)
attempt(object, 1)
attempt(object.__new__)
attempt(object.__new__, 1)
attempt(object.__new__, int)
attempt(int.__new__, str)
attempt(A().__init__, 1)
attempt(type(None))
attempt(type(lambda: 0))
attempt(type(iter([])))
attempt(lambda: A()())

# metaclasses
log = []


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        log.append(("prepare", name, bases, kw))
        return {"prepared": True}

    def __new__(mcs, name, bases, namespace, **kw):
        log.append(("new", name, sorted(k for k in namespace if not k.startswith("__")), kw))
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        log.append(("init", name, kw))
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kw):
        log.append(("call", cls.__name__, args, kw))
        return super().__call__(*args, **kw)

    def hello(cls):
        return "hello from " + cls.__name__

    @property
    def shout(cls):
        return cls.__name__.upper()


class C(metaclass=Meta, flag=3):
    z = 1

    def __init__(self, v=0):
        self.v = v


c = C(5)
for entry in log:
    print(entry)
print(C.hello(), C.shout, C.prepared, c.v, type(C) is Meta)
attempt(lambda: c.hello())


class D(C):
    pass


print(type(D), D.shout)


class M1(type):
    pass


class M2(type):
    pass


class E1(metaclass=M1):
    pass


class E2(metaclass=M2):
    pass


attempt(type, "x", (E1, E2), {})


class M3(M1, M2):
    pass


class E3(E1, E2, metaclass=M3):
    pass


print(type(E3), E3.__mro__)


# a metaclass that is a function
def make(name, bases, namespace):
    return name, bases, sorted(k for k in namespace if k not in ("__module__", "__qualname__"))


class F(1 .__class__, metaclass=make):
    a = 1


print(F)


# __init_subclass__ and __set_name__
class Base:
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        print("init_subclass", cls.__name__, tag)


class Named:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)


class G(Base, tag="t"):
    first = Named()
    second = Named()


attempt(lambda: type("H", (Base,), {}, other=1))
attempt(lambda: type("H", (A,), {}, other=1))


class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("no")


try:
    class I:
        attr = Bad()
except RuntimeError as e:
    print(e, repr(e.__cause__))


# __mro_entries__
class Proxy:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (A,)


class J(Proxy()):
    pass


print(J.__bases__, len(J.__orig_bases__))
attempt(type, "x", (Proxy(),), {})


# __class__ cell
class K:
    def who(self):
        return __class__.__name__


print(K().who())
attempt(lambda: type("x", (), {"__classcell__": 1}))


# __class_getitem__
class L:
    def __class_getitem__(cls, item):
        return cls.__name__, item


print(L[1, 2])
attempt(lambda: A[1])

# changing a class
A.x = 10
A.extra = lambda self: "extra"
print(B().method(), B().extra())
del A.extra
attempt(lambda: B().extra())
A.__name__ = "Renamed"
A.__qualname__ = "Deep.Renamed"
print(A, A.__name__)
attempt(lambda: setattr(A, "__name__", 1))
attempt(lambda: setattr(A, "__qualname__", 1))
attempt(lambda: delattr(A, "__name__"))
attempt(lambda: setattr(A, "__name__", "a\0"))
attempt(lambda: setattr(int, "x", 1))
attempt(lambda: delattr(int, "real"))
attempt(lambda: setattr(A, "__dict__", {}))
attempt(lambda: delattr(A, "nothing"))
attempt(lambda: A.nothing)
attempt(lambda: A().nothing)
attempt(lambda: setattr(A(), 1, 2))
attempt(lambda: getattr(A(), 1))
print(A.__subclasses__(), [c.__name__ for c in Base.__subclasses__()])
del B
import gc
gc.collect()
print([c.__name__ for c in A.__subclasses__()])
A.__annotations__["k"] = int
print(A.__annotations__)
attempt(lambda: int.__annotations__)
print(A.__flags__ >> 9 & 1, int.__flags__ >> 9 & 1)
