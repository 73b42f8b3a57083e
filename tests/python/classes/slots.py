# __slots__
def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class A:
    __slots__ = ("x", "y")


a = A()
attempt(lambda: a.x)
a.x = 1
a.y = 2
print(a.x, a.y, A.x, A.__slots__)
del a.x
attempt(lambda: a.x)
attempt(lambda: delattr(a, "x"))
attempt(lambda: setattr(a, "z", 1))
attempt(lambda: a.__dict__)
attempt(lambda: A.x.__get__(1))
attempt(lambda: A.x.__set__(1, 2))
print(A.x.__get__(None, A) is A.x, A.x.__name__, A.x.__objclass__, A.x.__doc__)


class B(A):
    __slots__ = "z"


b = B()
b.x, b.z = 1, 3
print(b.x, b.z)
attempt(lambda: setattr(b, "w", 1))


class C(A):
    pass


c = C()
c.x = 1
c.w = 5
print(c.__dict__, c.x)


class D:
    __slots__ = ("a", "__dict__", "__weakref__")


d = D()
d.a = 1
d.other = 2
print(d.__dict__, d.a)
import weakref
print(weakref.ref(d)() is d)
attempt(weakref.ref, a)


class Private:
    __slots__ = ("__secret", "_plain")

    def __init__(self):
        self.__secret = 1
        self._plain = 2

    def get(self):
        return self.__secret


p = Private()
print(p.get(), p._Private__secret, sorted(n for n in Private.__dict__ if "secret" in n))

make = lambda bases, slots, **more: type("X", bases, {"__slots__": slots, **more})
attempt(make, (int,), "a")
attempt(make, (tuple,), ("a",))
attempt(make, (bytes,), ("a",))
attempt(make, (type,), "a")
attempt(make, (C,), "__dict__")
attempt(make, (D,), "__weakref__")
attempt(make, (), "a b")
attempt(make, (), 1)
attempt(make, (), [1])
attempt(make, (), "a", a=1)
attempt(make, (), ("__dict__", "__dict__"))
attempt(make, (int,), "__weakref__")
print(make((), ()).__slots__, make((), iter(["q"])).q)
print(make((), {"k": "doc"}).__slots__)


class S(str):
    __slots__ = ("extra",)


s = S("text")
s.extra = [1]
print(s, s.extra, len(s), s + "!")
attempt(lambda: setattr(s, "other", 1))


class I(int):
    pass


i = I(5)
i.attr = "on int"
print(i, i + 1, i.attr, i.__dict__)


class T(tuple):
    pass


t = T((1, 2, 3))
t.attr = "on tuple"
print(t, t.attr, t[1:], t.__dict__)


class By(bytes):
    pass


y = By(b"abc")
y.attr = 1
print(y, y.__dict__)


class F(float):
    __slots__ = ("unit",)


f = F(2.5)
f.unit = "m"
print(f, f.unit, f * 2)


class L(list):
    __slots__ = ("tag",)


l = L([1, 2])
l.tag = 1
l.append(3)
print(l, l.tag)


class Left:
    __slots__ = ("l",)


class Right:
    __slots__ = ("r",)


attempt(type, "Both", (Left, Right), {})


class Empty:
    __slots__ = ()


class Fine(Left, Empty):
    __slots__ = ()


class WithDict(Left, C.__mro__[0].__mro__[-1].__class__("Plain", (), {})):
    __slots__ = ()


w = WithDict()
w.anything = 1
print(w.__dict__)

# __class__ assignment
class P1:
    def who(self):
        return "P1"


class P2:
    def who(self):
        return "P2"


x = P1()
x.kept = 1
x.__class__ = P2
print(x.who(), x.kept, x.__dict__)
x.more = 2
print(x.__dict__)
attempt(lambda: setattr(x, "__class__", int))
attempt(lambda: setattr(x, "__class__", 1))
attempt(lambda: setattr(x, "__class__", A))
attempt(lambda: setattr(1, "__class__", bool))
attempt(lambda: delattr(x, "__class__"))


class SA:
    __slots__ = ("m", "n")


class SB:
    __slots__ = ("n", "m")


class SC:
    __slots__ = ("n", "k")


sa = SA()
sa.m = 1
sa.__class__ = SB
print(sa.m, type(sa).__name__)
attempt(lambda: setattr(sa, "__class__", SC))
