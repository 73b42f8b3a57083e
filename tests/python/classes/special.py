# Special methods through the slots of a class.
def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class Number:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"N({self.n})"

    def __add__(self, o): return ("add", self, o)
    def __radd__(self, o): return ("radd", self, o)
    def __iadd__(self, o): self.n += 100; return self
    def __sub__(self, o): return NotImplemented
    def __rsub__(self, o): return ("rsub", self, o)
    def __mul__(self, o): return ("mul", self, o)
    def __matmul__(self, o): return ("matmul", self, o)
    def __truediv__(self, o): return ("truediv", self, o)
    def __floordiv__(self, o): return ("floordiv", self, o)
    def __mod__(self, o): return ("mod", self, o)
    def __divmod__(self, o): return ("divmod", self, o)
    def __pow__(self, o, m=None): return ("pow", self, o, m)
    def __rpow__(self, o, m=None): return ("rpow", self, o, m)
    def __lshift__(self, o): return ("lshift", self, o)
    def __rshift__(self, o): return ("rshift", self, o)
    def __and__(self, o): return ("and", self, o)
    def __or__(self, o): return ("or", self, o)
    def __xor__(self, o): return ("xor", self, o)
    def __neg__(self): return ("neg", self)
    def __pos__(self): return ("pos", self)
    def __abs__(self): return ("abs", self)
    def __invert__(self): return ("invert", self)
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __complex__(self): return 1j
    def __index__(self): return 3
    def __bool__(self): return self.n > 0
    def __round__(self, d=None): return ("round", d)


n = Number(1)
print(n + 1, 1 + n, n - 1 if False else "", 1 - n)
print(n * 2, n @ 2, n / 2, n // 2, n % 2, divmod(n, 2), n ** 2, 2 ** n, pow(n, 2, 3))
print(n << 1, n >> 1, n & 1, n | 1, n ^ 1, -n, +n, abs(n), ~n)
print(int(n), float(n), complex(n), [1, 2, 3, 4][n], bool(n), bool(Number(0)), round(n), round(n, 2), hex(n))
attempt(lambda: n - 1)
attempt(lambda: 1 * n)
attempt(lambda: "a" * n)
attempt(lambda: pow(2, 3, n))
m = n
m += 5
print(m, m is n)
m *= 2
print(m)


class Base:
    def __add__(self, o): return "Base.add"
    def __radd__(self, o): return "Base.radd"
    def __lt__(self, o): return "Base.lt"
    def __gt__(self, o): return "Base.gt"
    def __eq__(self, o): return "Base.eq"


class Derived(Base):
    def __radd__(self, o): return "Derived.radd"
    def __gt__(self, o): return "Derived.gt"


class Plain(Base):
    pass


print(Base() + Derived(), Base() + Plain(), Derived() + Base(), Base() < Derived(), Base() < Plain())
print(Base() == 1, 1 == Base(), Base() != 1)
attempt(hash, Base())
print(Base.__hash__)


class WithHash(Base):
    def __hash__(self): return -1


class Unhashable:
    __hash__ = None


print(hash(WithHash()), {WithHash(): 1}[WithHash()] if False else "")
attempt(hash, Unhashable())
attempt(lambda: {Unhashable(): 1})


class BadResults:
    def __len__(self): return -1
    def __bool__(self): return 2
    def __hash__(self): return "h"
    def __int__(self): return "i"
    def __float__(self): return 1
    def __index__(self): return 1.5
    def __repr__(self): return 3
    def __str__(self): return 4
    def __init__(self): return 5
    def __iter__(self): return 6
    def __format__(self, spec): return 7
    def __bytes__(self): return 8
    def __contains__(self, x): raise KeyError(x)


attempt(BadResults)
bad = BadResults.__new__(BadResults)
for f in (len, bool, hash, int, float, repr, str, iter, format, bytes):
    attempt(f, bad)
attempt(lambda: [1][bad])
attempt(lambda: 1 in bad)


class BigLen:
    def __len__(self): return 1 << 70


attempt(len, BigLen())


class LenString:
    def __len__(self): return "a"


attempt(len, LenString())
attempt(bool, LenString())


class Sequence:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError(i)
        return i * i


print(list(Sequence()), 4 in Sequence(), 5 in Sequence(), Sequence()[2])
attempt(len, Sequence())
attempt(lambda: Sequence().__iter__)


class NoIter:
    __iter__ = None

    def __getitem__(self, i): return i


attempt(iter, NoIter())


class NoContains:
    __contains__ = None

    def __iter__(self): return iter([1])


attempt(lambda: 1 in NoContains())


class Container:
    def __init__(self): self.log = []
    def __getitem__(self, k): self.log.append(("get", k)); return k
    def __setitem__(self, k, v): self.log.append(("set", k, v))
    def __delitem__(self, k): self.log.append(("del", k))
    def __contains__(self, k): return k == "yes"
    def __len__(self): return 2
    def __reversed__(self): return iter("ba")
    def __missing__(self, k): return "missing"


c = Container()
c[1] = 2
c[1:2] = 3
del c["x"]
c[...]
c[1, 2]
print(c.log, "yes" in c, "no" in c, len(c), list(reversed(c)), bool(c))


class OnlySet:
    def __setitem__(self, k, v): pass


attempt(lambda: OnlySet().__delitem__)
try:
    del OnlySet()[0]
except AttributeError as e:
    print("AttributeError", e)


class Counter:
    def __init__(self): self.n = 0
    def __iter__(self): return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("done")
        return self.n


print(list(Counter()), sum(Counter()), max(Counter()))
it = Counter()
it.n = 3
try:
    next(it)
except StopIteration as e:
    print("stop", e.value)


class Callable:
    def __call__(self, *args, **kw):
        return args, kw


print(Callable()(1, 2, a=3), callable(Callable()), callable(n))


class Attributes:
    def __init__(self): object.__setattr__(self, "log", [])

    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError("hidden")
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        if name == "bad":
            raise AttributeError(name)
        return "fallback " + name

    def __setattr__(self, name, value): self.log.append(("set", name, value))
    def __delattr__(self, name): self.log.append(("del", name))
    def __dir__(self): return ["b", "a"]


o = Attributes()
o.x = 1
del o.y
print(o.secret, o.unknown, o.log, dir(o))
attempt(lambda: o.bad)
print(getattr(o, "bad", "default"), hasattr(o, "bad"), hasattr(o, "zzz"))


class Cmp:
    def __lt__(self, o): return "lt"
    def __le__(self, o): return "le"
    def __gt__(self, o): return "gt"
    def __ge__(self, o): return "ge"
    def __ne__(self, o): return "ne"


print(Cmp() < 1, Cmp() <= 1, Cmp() > 1, Cmp() >= 1, Cmp() != 1, 1 < Cmp(), 1 >= Cmp())
attempt(lambda: object() < object())
attempt(lambda: 1 < "a")
attempt(lambda: [] >= ())
attempt(lambda: 1 + "a")
attempt(lambda: [] + ())
attempt(lambda: "a" + 1)
attempt(lambda: 2.0 ** "a")
attempt(lambda: divmod("a", None) if False else divmod(1, "a"))
attempt(lambda: print >> 1)
attempt(lambda: -"a")
attempt(lambda: ~1.5)
attempt(lambda: abs("a"))
attempt(lambda: pow(1, 2, "a"))
attempt(lambda: [1] * 1.5)
attempt(lambda: "a" * "b")


def inplace():
    x = 1
    x += "a"


attempt(inplace)


def inplace_power():
    x = 1
    x **= "a"


attempt(inplace_power)

# setting special methods later
class Late:
    pass


class LateChild(Late):
    pass


late = LateChild()
attempt(len, late)
Late.__len__ = lambda self: 9
Late.__add__ = lambda self, o: "added"
print(len(late), late + 1)
del Late.__len__
attempt(len, late)
late.__len__ = lambda: 1
attempt(len, late)
Late.__call__ = lambda self: "called"
print(late())
Late.__getattr__ = lambda self, name: "got " + name
print(late.what)
del Late.__getattr__
attempt(lambda: late.what)
Late.__eq__ = lambda self, o: True
print(late == 5, hash(late) == hash(late))

# finalizers
class Final:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


f = Final("one")
f = Final("two")
del f


class LateFinal:
    pass


x = LateFinal()
LateFinal.__del__ = lambda self: print("late del")
del x


class Bytes:
    def __bytes__(self): return b"bytes"
    def __format__(self, spec): return "spec:" + spec
    def __str__(self): return "str"
    def __sizeof__(self): return 1


print(bytes(Bytes()), f"{Bytes():abc}", str(Bytes()), "%s" % Bytes(), f"{Bytes()!s}")
attempt(format, object(), "x")
attempt(lambda: object().__format__(1))


# subclasses of built-in types
class MyList(list):
    def __getitem__(self, i): return ("item", super().__getitem__(i))
    def __len__(self): return 99


ml = MyList([1, 2, 3])
print(ml[0], len(ml), list(ml), ml + [4], ml == [1, 2, 3], ml * 2, 2 in ml)


class MyDict(dict):
    def __missing__(self, k): return "missing " + k


md = MyDict(a=1)
print(md["a"], md["b"], md.get("b"), md)


class MyInt(int):
    def __add__(self, o): return "MyInt.add"
    def __radd__(self, o): return "MyInt.radd"
    def __repr__(self): return "MyInt"


print(MyInt(1) + 1, 1 + MyInt(1), MyInt(3) * 2, MyInt(1) == 1, hash(MyInt(5)), str(MyInt(2)), [MyInt(2)])


class MyStr(str):
    def __eq__(self, o): return "eq"
    def __hash__(self): return 1


print(MyStr("a") == "b", hash(MyStr("x")), MyStr("ab").upper(), type(MyStr("ab").upper()))


class New(tuple):
    def __new__(cls, *args): return super().__new__(cls, args)


print(New(1, 2, 3), type(New()).__name__)


class NotInstance:
    def __new__(cls): return 5
    def __init__(self): print("never")


print(NotInstance())


class EmptyStr(str):
    def __len__(self): return 0


class EmptyList(list):
    pass


print(bool(EmptyStr("x")), bool(EmptyList([1])), "__bool__" in dir(str), "__bool__" in dir(list), "__bool__" in dir(int), "__bool__" in dir(range))
EmptyList.__len__ = lambda self: 0
print(bool(EmptyList([1])), bytearray.__hash__)
