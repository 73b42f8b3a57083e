# weakref: references, proxies, callbacks, containers.
import gc
import weakref


def clean(text):
    return str(text)


def attempt(function, *args, **kwargs):
    try:
        print("ok", clean(function(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__name__ + ":", clean(e))


class C:
    def __repr__(self): return "C!"
    def m(self): return 3
    def __len__(self): return 7
    def __call__(self, *a): return a
    def __getitem__(self, k): return ("item", k)


c = C()
r = weakref.ref(c)
print(clean(repr(r)), r() is c, r is weakref.ref(c), weakref.ref(c, print) is r)
print(hash(r) == hash(c), r == weakref.ref(c, print), r.__callback__, r != weakref.ref(c), type(r))
attempt(weakref.ref)
attempt(weakref.ref, 1)
attempt(weakref.ref, [])
attempt(weakref.ref, None)
attempt(weakref.ref, c, 1, 2)
attempt(lambda: weakref.ref(c, callback=1))
attempt(lambda: r(1))
attempt(lambda: r < r)

p = weakref.proxy(c)
print(p, clean(repr(p)), type(p), len(p), p.m(), p(1, 2), p[5], bool(p))
attempt(hash, p)
attempt(lambda: p + 1)
attempt(lambda: p.nothing)
p.new = 5
print(c.new, weakref.getweakrefcount(c), [type(x).__name__ for x in weakref.getweakrefs(c)], c.__weakref__ is r)


class E:
    def __add__(self, o): return ("add", o)
    def __radd__(self, o): return ("radd", o)
    def __eq__(self, o): return "eq"
    def __iter__(self): return iter([1, 2])
    def __contains__(self, x): return x == 1


e = E()
pe = weakref.proxy(e)
print(type(pe), pe + 1, 1 + pe, pe == 1, list(pe), 1 in pe, str(pe) == str(e), isinstance(pe, E))
attempt(next, pe)
del c, e
attempt(lambda: p.m())
attempt(lambda: str(p))
print(r(), clean(repr(r)), repr(p).split()[-3:-1], r == r, r.__callback__)
attempt(lambda: pe.x)
attempt(lambda: bool(pe))
attempt(lambda: hash(weakref.ref(C())))


# callbacks
def called(ref):
    print("callback", ref() is None)


x = C()
a = weakref.ref(x, called)
b = weakref.ref(x, lambda ref: print("second", ref is b))
del x
x = C()
a = weakref.ref(x, called)
del a
del x
x = C()
gone = weakref.proxy(x, lambda ref: print("proxy callback", ref is gone))
del x


class R(weakref.ref):
    __slots__ = ("key",)

    def __new__(cls, o, callback, key):
        self = super().__new__(cls, o, callback)
        self.key = key
        return self

    def __init__(self, o, callback, key):
        super().__init__(o, callback)


x = C()
k = R(x, None, 5)
print(k.key, k() is x, k is R(x, None, 6), k == weakref.ref(x))
del x

# cycles
class Node:
    pass


n = Node()
n.self = n
n.ref = weakref.ref(n, lambda r: print("never: dies with the cycle"))
outside = weakref.ref(n, lambda r: print("outside", r()))
del n
gc.collect()
print(outside())

# resurrection
class Phoenix:
    def __del__(self):
        global saved
        saved = self


x = Phoenix()
w = weakref.ref(x)
del x
print(w() is saved)
del saved

# what can be referred to
def function(): pass
for o in (function, C, C().m, len, {1}, frozenset([1]), (i for i in ()), function.__code__, weakref):
    attempt(lambda: type(weakref.ref(o)()).__name__)
for o in (1, "a", (1,), {}, [], None, object(), 1.5, b"", slice(1), range(3), property()):
    attempt(weakref.ref, o)


class L(list): pass
class D(dict): pass
class S(str): pass
class I(int): pass
class T(tuple): pass


l, d, s = L(), D(), S("a")
print(weakref.ref(l)() is l, weakref.ref(d)() is d, weakref.ref(s)() is s)
attempt(weakref.ref, I(5))
attempt(weakref.ref, T())

# the containers
wk = weakref.WeakKeyDictionary()
x = C()
wk[x] = 1
print(len(wk), wk[x], x in wk)
del x
print(len(wk))
wv = weakref.WeakValueDictionary()
x = C()
wv["k"] = x
print(len(wv), wv["k"], "k" in wv)
del x
print(len(wv), wv.get("k"))
ws = weakref.WeakSet()
x, y = C(), C()
ws.add(x)
ws.add(y)
print(len(ws), x in ws)
del x
print(len(ws), list(ws))


class Obj:
    def method(self): return "called"


x = Obj()
wm = weakref.WeakMethod(x.method)
print(wm()(), wm() == x.method)
del x
print(wm())
x = Obj()
f = weakref.finalize(x, print, "finalized", 1, sep="-")
print(f.alive, f.peek()[1] is print)
del x
print(f.alive)
