# isinstance, issubclass, abstract base classes.
def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


print(isinstance(1, int), isinstance(True, int), isinstance(1, (str, (float, int))), isinstance(1, object))
print(issubclass(bool, int), issubclass(int, (str, object)), issubclass(int, str))
attempt(isinstance, 1, 1)
attempt(isinstance, 1, (str, 1))
attempt(isinstance, 1, "int")
attempt(issubclass, 1, int)
attempt(issubclass, int, 1)
attempt(issubclass, int, (str, "a"))
attempt(isinstance, 1, list[int])
attempt(isinstance, 1, int | str)
attempt(isinstance, 1, int | list[int])
attempt(issubclass, int, int | str)


class Meta(type):
    def __instancecheck__(cls, o): return o == "magic"
    def __subclasscheck__(cls, o): return o is int


class Magic(metaclass=Meta):
    pass


print(isinstance("magic", Magic), isinstance(Magic(), Magic), isinstance(1, Magic), issubclass(int, Magic), issubclass(str, Magic))


class Fake:
    @property
    def __class__(self): return int


print(isinstance(Fake(), int), isinstance(Fake(), Fake), isinstance(Fake(), str), Fake().__class__, type(Fake()))


class Like:
    __bases__ = ()


print(isinstance(1, Like()))
attempt(isinstance, 1, type("X", (), {"__bases__": 5})())

from abc import ABC, ABCMeta, abstractmethod, abstractproperty, get_cache_token


class A(ABC):
    @abstractmethod
    def f(self): pass

    @property
    @abstractmethod
    def p(self): pass

    @classmethod
    @abstractmethod
    def c(cls): pass

    @staticmethod
    @abstractmethod
    def s(): pass

    def concrete(self): return 1


attempt(A)
print(sorted(A.__abstractmethods__), A.__flags__ >> 20 & 1)


class B(A):
    def f(self): return "f"
    p = 1
    c = classmethod(lambda cls: "c")


attempt(B)


class C(B):
    @staticmethod
    def s(): return "s"


print(C().f(), C().p, C.c(), C.s(), C().concrete(), C.__abstractmethods__)


class D(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        if cls is D:
            return hasattr(other, "quack") or NotImplemented
        return NotImplemented


class Duck:
    quack = 1


print(issubclass(Duck, D), isinstance(Duck(), D), issubclass(int, D), isinstance(1, D))


class E(ABC):
    pass


token = get_cache_token()
print(isinstance(1, E), E.register(int), isinstance(1, E), issubclass(bool, E), get_cache_token() != token)


@E.register
class F:
    pass


class G(F):
    pass


print(issubclass(F, E), issubclass(G, E), isinstance(G(), E), issubclass(str, E))
attempt(E.register, 1)
attempt(lambda: G.__class__.register)


class H(E):
    pass


attempt(H.register, E)


class BadHook(ABC):
    @classmethod
    def __subclasshook__(cls, c): return 1


attempt(issubclass, int, BadHook)
attempt(issubclass, 1, E)

A.__abstractmethods__ = set()
attempt(lambda: A().concrete())
attempt(lambda: int.__abstractmethods__)
from collections.abc import Sequence, Mapping, Hashable, Sized, Iterable, Callable, MutableSequence
print(isinstance([], Sequence), isinstance({}, Mapping), isinstance([], Hashable), isinstance(1, Hashable),
      isinstance([], Sized), isinstance(1, Iterable), isinstance(len, Callable), issubclass(list, MutableSequence))


class MySequence(Sequence):
    def __getitem__(self, i):
        if i < 3:
            return i
        raise IndexError

    def __len__(self): return 3


m = MySequence()
print(list(m), 2 in m, m.index(1), m.count(2), list(reversed(m)))
match m:
    case [a, b, c]:
        print("matched", a, b, c)
