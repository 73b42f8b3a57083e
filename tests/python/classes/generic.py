# list[int], int | str, types.SimpleNamespace.
import types
from typing import TypeVar


def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


T = TypeVar("T")
U = TypeVar("U")
G = types.GenericAlias
for a in (list[int], dict[str, T], dict[str, T][int], list[...], tuple[()], tuple[int, ...], list["int"], list[[int]], list[None],
          type[int], frozenset[int], G(list, (int,)), dict[T, U][int, str], list[list[T]][int], list[int | T]):
    print(a, a.__origin__, a.__args__, a.__parameters__)
attempt(lambda: list[T][int, str])
attempt(lambda: list[int][int])
attempt(lambda: dict[T, U][int])
attempt(G, list)
attempt(G)
attempt(lambda: G(list, int, x=1))
print(list[int] == list[int], list[int] == list[str], list[int] != list[str], hash(list[int]) == hash(list[int]), list[int] == list)
print(list[int](), list[int]([1]), dict[str, int](a=1), list[int].append, type(list[int]), list[int].__class__)
print([*list[int]], next(iter(list[int])).__unpacked__, list[int].__mro_entries__(()), list[int].__reduce__())
print(list[int].__name__, list[int].__unpacked__, sorted(dir(list[int])) == dir(list[int]))
attempt(lambda: int[str])
attempt(lambda: list[int].xx)
attempt(lambda: isinstance([], list[int]))
attempt(lambda: issubclass(list, list[int]))


class L(list[int]):
    pass


print(L.__bases__, L.__orig_bases__, L([1]))


class S(list):
    pass


print(S[int], S[int](), S[int]().__orig_class__)

for u in (int | str, int | None, None | int, int | int, int | list[int], (int | str) | float, int | (str | int), (list[T] | int)[str],
          list[T] | int, type(None) | int):
    print(u, type(u).__name__, getattr(u, "__args__", None))
print((int | str) == (str | int), hash(int | str) == hash(str | int), (int | str) != int, isinstance(1, int | str), issubclass(int, int | str))
attempt(lambda: int | 1)
attempt(lambda: 1 | int)
attempt(lambda: int | "str")
attempt(lambda: isinstance(1, list[int] | str))
attempt(lambda: issubclass(1, int | str))
attempt(lambda: (int | str)[str])
attempt(lambda: (int | str)())
attempt(lambda: (int | str).x)
attempt(lambda: (int | str).__module__)
attempt(lambda: (int | str) < (int | str))
attempt(types.UnionType)
print((int | str).__or__(1), T | int, int | T)

N = types.SimpleNamespace
n = N(a=1, b="x")
print(n, N(), N(**{"a b": 1}), N(a=1) == N(a=1), N(a=1) != N(a=2), N() == 1, n.a, vars(n))
n.self = n
print(n)
del n.self
n.c = 2
print(n, n.__reduce__())
attempt(N, 1)
attempt(hash, N())
attempt(lambda: N(a=1) < N(b=1))
attempt(lambda: n.zz)


class NN(N):
    pass


print(NN(q=1))

# modules
m = types.ModuleType("m", "doc")
print(m, m.__name__, m.__doc__, sorted(m.__dict__), m.__spec__)
m.x = 1
print(m.x, m.__dict__["x"], "x" in dir(m))
attempt(lambda: m.y)
attempt(lambda: delattr(m, "y"))
m.__getattr__ = lambda name: "dynamic " + name
m.__dir__ = lambda: ["z", "y"]
print(m.anything, dir(m))
attempt(types.ModuleType)
attempt(types.ModuleType, 1)
attempt(lambda: types.ModuleType.__new__(types.ModuleType).x)


class Mod(types.ModuleType):
    @property
    def p(self): return "property"


m.__class__ = Mod
print(m.p, type(m).__name__)
m.__annotations__["k"] = 1
print(m.__annotations__)
