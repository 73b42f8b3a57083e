"""Every TypeError that binding arguments can raise, in CPython's words."""


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except TypeError as e:
        print(e)


def none(): return "none"
def one(a): return a
def two(a, b): return a, b
def three(a, b, c): return a, b, c
def default(a, b=2, c=3): return a, b, c
def star(a, *rest): return a, rest
def keys(a, **kw): return a, kw
def all_of(a, b=2, *rest, c, d=4, **kw): return a, b, rest, c, d, kw
def only(*, x, y, z=3): return x, y, z
def posonly(a, b, /, c): return a, b, c
def posonly_kw(a, /, **kw): return a, kw


attempt(none, 1)
attempt(none, 1, 2)
attempt(none, x=1)
attempt(one)
attempt(one, 1, 2)
attempt(two)
attempt(two, 1)
attempt(two, b=1)
attempt(two, 1, 2, 3)
attempt(two, 1, a=2)
attempt(two, 1, 2, c=3)
attempt(three)
attempt(three, 1)
attempt(default)
attempt(default, 1, 2, 3, 4)
attempt(default, 1, c=5)
attempt(default, 1, 2, b=3)
attempt(star)
attempt(star, 1, 2, 3)
attempt(keys, 1, b=2, c=3)
attempt(keys, b=2)
attempt(all_of)
attempt(all_of, 1)
attempt(all_of, 1, c=3)
attempt(all_of, 1, 2, 3, 4, c=5, e=6)
attempt(only)
attempt(only, 1, x=1, y=2)
attempt(only, 1, 2, x=1)
attempt(only, x=1)
attempt(only, y=1, x=2)
attempt(posonly, 1, 2, 3)
attempt(posonly, 1, b=2, c=3)
attempt(posonly, a=1, b=2, c=3)
attempt(posonly_kw, 1, a=2)
attempt(posonly_kw, a=2)
attempt(one, **{"a": 1, "b": 2})
attempt(one, *[1, 2])
attempt(lambda x, y: 0, 1)


class Class:
    def method(self, a): return a
    @classmethod
    def for_class(cls, a): return a
    @staticmethod
    def static(a): return a
    def __call__(self, a): return ("called", a)


attempt(Class().method)
attempt(Class().method, 1, 2)
attempt(Class.method)
attempt(Class.for_class)
attempt(Class.for_class, 1, 2)
attempt(Class().static, 1, 2)
attempt(Class())
attempt(Class(), 5)
attempt(Class, 1)


class WithInit:
    def __init__(self, a, b=2): self.sum = a + b


attempt(WithInit)
attempt(WithInit, 1, 2, 3)
print(WithInit(5).sum, WithInit(5, b=6).sum)


class BadInit:
    def __init__(self): return 1


attempt(BadInit)


def outer():
    def inner(a): return a
    return inner


attempt(outer())
attempt(5)
attempt(None, 1)
attempt("text", x=1)
try:
    one(*5)
except TypeError as e:
    print(e)
try:
    one(1, *5)
except TypeError as e:
    print(e)
try:
    one(**5)
except TypeError as e:
    print(e)
try:
    one(**{1: 2})
except TypeError as e:
    print(e)
try:
    keys(1, **{"a": 1}, **{"a": 2})
except TypeError as e:
    print(e)
