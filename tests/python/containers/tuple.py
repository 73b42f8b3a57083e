# tuple
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
print((), (1,), (1, 2), ((),), ((1,), [2]), tuple('ab'), tuple([1]), tuple(), tuple((1, 2)), tuple(x for x in range(3)))
t = (1, 2, 3, 2)
print(t[0], t[-1], t[1:3], t[::-1], t[5:], t[::2], t.index(2), t.index(2, 2), t.count(2), 3 in t, 9 in t, len(t))
print(t + (4,), t * 2, 2 * t, t * 0, () + (), t[:] is t, tuple(t) is t, t * 1 is t, (t + ()) is t, () is tuple())
print(hash(()) == hash(()), hash((1, 2)), hash(()), hash((1,)), hash((1, (2, 3))), hash((1.5, -1)), hash((True, 10 ** 30)), hash(((), ((),))))
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 2) == (1.0, 2.0), (1, 2) != (1, 2), (2,) >= (1, 5), (1, 2) == [1, 2])
for f in (lambda: t[10], lambda: t['a'], lambda: t.index(9), lambda: t + [1], lambda: t * 'a', lambda: tuple(1), lambda: tuple(1, 2),
          lambda: tuple(a=2), lambda: t < 5, lambda: hash(([],)), lambda: (1, 'a') < (1, 2), lambda: (0,) * 2 ** 62, lambda: t.count(), lambda: t.index(),
          lambda: t[::0], lambda: t[10 ** 100]):
    show(f)
def setit(): t[0] = 1
def delit(): del t[0]
show(setit); show(delit)
x = []; r = (x,); x.append(r); print(r, x)
class T(tuple):
    def __new__(cls, *args): return super().__new__(cls, args)
u = T(1, 2, 3); u.attr = 5
print(u, u.attr, type(u), type(u[:2]), type(u + (1,)), u == (1, 2, 3), hash(u) == hash((1, 2, 3)), type(u * 1), type(u[:]), len(u), {u: 1}[(1, 2, 3)])
class P(tuple):
    @property
    def first(self): return self[0]
print(P((7, 8)).first, P([1]), P())
it = iter((1, 2, 3)); next(it); print(it.__length_hint__(), it.__reduce__()[1:], list(it), it.__length_hint__(), it.__reduce__()[1:])
it = iter((1, 2, 3)); it.__setstate__(1); print(list(it)); it = iter((1, 2)); it.__setstate__(99); print(list(it))
print((1, 2).__getnewargs__(), list(reversed((1, 2, 3))), tuple[int, str], max((3, 1)), min((3, 1)), sum((1, 2)), any((0, 1)), all(()))
a, *b, c = (1, 2, 3, 4); print(a, b, c)
nan = float('nan'); print((nan,) == (nan,), nan in (nan,), (nan,).index(nan), (float('nan'),) == (float('nan'),))
print((1, 2, 3) == (1, 2), tuple({1: 2}), tuple({5}), tuple(range(4)), (*range(3), *'ab'))
