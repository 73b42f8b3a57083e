# __reduce_ex__ and what copy makes of it.
import copy


def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class P:
    def __init__(self, x, y):
        self.x, self.y = x, y


class S:
    __slots__ = ("a", "b")


class SD(S):
    pass


class L(list):
    pass


class D(dict):
    pass


class T(tuple):
    pass


class A:
    def __new__(cls, *args):
        self = super().__new__(cls)
        self.args = args
        return self

    def __getnewargs__(self):
        return self.args


class K:
    def __new__(cls, **kw):
        self = super().__new__(cls)
        self.kw = kw
        return self

    def __getnewargs_ex__(self):
        return (), self.kw


class St:
    def __getstate__(self): return {"state": 1}
    def __setstate__(self, s): self.restored = s


p = P(1, [2])
q = copy.copy(p)
d = copy.deepcopy(p)
print(q.__dict__, q.y is p.y, d.__dict__, d.y is p.y)
s = S()
s.a = 1
t = copy.copy(s)
print(t.a, hasattr(t, "b"))
sd = SD()
sd.a, sd.other = 1, 2
t = copy.copy(sd)
print(t.a, t.other)
l = L([1, 2])
l.tag = "t"
m = copy.copy(l)
print(m, m.tag, type(m).__name__)
e = copy.deepcopy(D(a=[1]))
print(e, type(e).__name__)
tt = T((1, 2))
tt.tag = 1
print(copy.copy(tt), copy.copy(tt).tag)
print(copy.copy(A(1, 2)).args, copy.copy(K(x=1)).kw, copy.copy(St()).restored)
print(P(1, 2).__reduce_ex__(2)[1:], L([1]).__reduce_ex__(2)[0].__name__, object().__reduce_ex__(2)[1:])
print(P(1, 2).__reduce__()[1:], P(1, 2).__getstate__(), object().__getstate__(), s.__getstate__(), sd.__getstate__())
attempt(lambda: (i for i in ()).__reduce_ex__(2))
attempt(lambda: copy.copy(i for i in ()))
attempt(lambda: type(len).__reduce_ex__(1, 2))
loop = []
loop.append(loop)
c = copy.deepcopy(loop)
print(c[0] is c)


class BadArgs:
    def __getnewargs__(self): return 1


class BadArgsEx:
    def __getnewargs_ex__(self): return ()


attempt(copy.copy, BadArgs())
attempt(copy.copy, BadArgsEx())
