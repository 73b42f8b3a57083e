# Classes, instances, descriptors and weak references under refused allocations.
class Meta(type):
    def __new__(mcs, name, bases, namespace, **kw):
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        super().__init__(name, bases, namespace)


class A(metaclass=Meta, option=1):
    x = 1

    def __init__(self, n):
        self.n = n
        self.twice = n * 2

    @property
    def p(self):
        return self.n

    @classmethod
    def make(cls, n):
        return cls(n)

    @staticmethod
    def plain(v):
        return v

    def __add__(self, other):
        return A(self.n + other.n)

    def __getattr__(self, name):
        if name.startswith("dyn"):
            return name
        raise AttributeError(name)

    def __len__(self):
        return self.n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return self.n


class B(A):
    def __init__(self, n):
        super().__init__(n)
        self.more = [n]


class Slots:
    __slots__ = ("a", "b", "__weakref__")


class Text(str):
    pass


class Mixed(list, B.__mro__[-1].__class__("Extra", (), {"extra": 5})):
    pass


b = B.make(3)
assert (b + b).n == 6 and b.p == 3 and A.plain(4) == 4 and b.dynamic == "dynamic" and len(b) == 3
assert b == B(3) and hash(b) == 3 and b.make(1).n == 1
try:
    b.missing
    assert False
except AttributeError as e:
    assert str(e) == "missing"
for i in range(20):
    setattr(b, "a%d" % i, i)
assert b.a19 == 19 and len(b.__dict__) == 23
del b.a3
assert "a3" not in vars(b)
s = Slots()
s.a = 1
assert s.a == 1 and not hasattr(s, "b")
t = Text("abc")
t.tag = 1
assert t == "abc" and t.__dict__ == {"tag": 1}
m = Mixed([1, 2])
assert m.extra == 5 and m == [1, 2]

from _weakref import ref, proxy
# refused from here
r = ref(s)
gone = []
r2 = ref(s, gone.append)
assert r() is s and proxy(s).a == 1
del s
assert r() is None

A.__len__ = lambda self: 7
assert len(b) == 7
B.__bases__ = (A,)
try:
    type("bad", (A, B), {})
    assert False
except TypeError:
    pass
try:
    1 + "a"
    assert False
except TypeError as e:
    assert str(e) == "unsupported operand type(s) for +: 'int' and 'str'"
assert repr(int.__add__) == "<slot wrapper '__add__' of 'int' objects>"
assert str(list[int] | None) == "list[int] | None"
assert isinstance(b, (int, A)) and issubclass(B, (int, A))
assert sorted(n for n in dir(Slots) if n[0] != "_") == ["a", "b"]


class Late:
    pass


x = Late()
x.__class__ = type("Other", (), {"who": lambda self: "other"})
assert x.who() == "other"
