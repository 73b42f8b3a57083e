"""Function objects: attributes, defaults, closures, and changing them."""
import types


def f(a, b=1, *args, c=2, d: int = 3, **kw) -> str:
    "doc of f"
    return a, b, args, c, d, kw


print(f.__name__, f.__qualname__, f.__module__, f.__doc__)
print(f.__defaults__, f.__kwdefaults__, f.__annotations__)
print(f.__code__.co_name, f.__code__.co_argcount, f.__code__.co_kwonlyargcount, f.__code__.co_varnames)
print(f.__closure__, f.__dict__, type(f).__name__)
print(f.__globals__ is globals(), f.__builtins__ is vars(__import__("builtins")))

f.extra = 5
print(f.extra, f.__dict__)
f.__defaults__ = (7,)
f.__kwdefaults__ = {"c": 8, "d": 9}
print(f(1))
f.__defaults__ = None
try:
    f()
except TypeError as e:
    print(e)
try:
    f(1)
except TypeError as e:
    print(e)
f.__name__ = "g"
f.__qualname__ = "outer.g"
try:
    f()
except TypeError as e:
    print(e)
print(repr(f)[:18])

for name, value in [("__code__", 1), ("__defaults__", 1), ("__kwdefaults__", 1), ("__name__", 1), ("__qualname__", 1),
                    ("__annotations__", 1), ("__dict__", 1), ("__globals__", {}), ("__closure__", ())]:
    try:
        setattr(f, name, value)
    except (TypeError, AttributeError) as e:
        print(name, type(e).__name__, e)


def counter():
    n = 0

    def up(step=1):
        nonlocal n
        n += step
        return n

    def read():
        return n
    return up, read


up, read = counter()
up(); up(5)
print(read(), [c.cell_contents for c in up.__closure__], up.__code__.co_freevars)
up.__closure__[0].cell_contents = 100
print(read(), up())


def a(): return 1
def b(): return 2


a.__code__ = b.__code__
print(a())
try:
    a.__code__ = up.__code__
except ValueError as e:
    print(e)

g = types.FunctionType(b.__code__, globals(), "renamed")
print(g(), g.__name__, g.__qualname__)
h = types.FunctionType((lambda x, y=5: (x, y)).__code__, {}, None, (6,))
print(h(1))
print(types.FunctionType(read.__code__, {}, closure=(types.CellType(9),))())

cell = types.CellType()
print(repr(cell)[:9], repr(cell)[-7:])
try:
    cell.cell_contents
except ValueError as e:
    print(e)
cell.cell_contents = 3
print(cell == types.CellType(3), cell < types.CellType(4), types.CellType() < cell, cell != types.CellType(3))


class A:
    def m(self, x): return self, x
    __call__ = m


x = A()
m = x.m
print(m.__func__ is A.m, m.__self__ is x, m == x.m, m is x.m, hash(m) == hash(x.m), m.__name__)
print(types.MethodType(lambda self, y: y, x)(4))
print(A.m.__get__(x, A) == m, A.m.__get__(None, A) is A.m)
try:
    m.attribute = 1
except AttributeError as e:
    print(e)
print(m(2)[1], x(3)[1])
print((lambda *a, **k: (a, k))(*range(3), **{"x": 1}))
print(len.__name__, len.__self__.__name__, [].append.__qualname__, len.__text_signature__)
print(repr(len), repr([].append)[:31])


def recursive(n): return n if n == 0 else recursive(n - 1)


print(recursive(900))


def many(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10): return a1 + a10


print(many(*range(10)), many(a10=1, a9=0, a8=0, a7=0, a6=0, a5=0, a4=0, a3=0, a2=0, a1=5))


def swap(a, b): return b, a


print(swap(*swap(1, 2)))
print((lambda: (yield))().__class__.__name__)
print(max(3, key=lambda v: -v, *[1, 2]))
