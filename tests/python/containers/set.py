# set and frozenset.  Sets of ints show the order of their slots: it is CPython's.
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
print(set(), {1}, {3, 1, 2}, frozenset(), frozenset({2, 1}), set([5, 3, 5]), {1, 1.0, True}, set(range(10)), set(range(30, 0, -3)))
print({100, 8, 0, 16, 24}, {-1, -2, -3}, {2 ** 40, 2 ** 61, 7}, {0.5, 1.5, 2.25}, {(1, 2), (3, 4), ()}, set(range(0, 1000, 37)))
# the same operations must give the same order
def lcg(seed):
    x = seed
    while True:
        x = (x * 1103515245 + 12345) % 2 ** 31
        yield x >> 8
for seed in range(8):
    r = lcg(seed); s = set(); t = set()
    for n in range(400):
        op = next(r) % 12; v = next(r) % (50 << seed)
        if op < 5: s.add(v)
        elif op < 7: t.add(v)
        elif op == 7: s.discard(v)
        elif op == 8 and s: t.add(s.pop())
        elif op == 9: s ^= {v, v + 8}
        elif op == 10 and n % 7 == 0: s |= t
        elif op == 11 and n % 5 == 0: s -= t
        if n % 80 == 0: print(seed, n, list(s)[:12], list(t & s)[:8], list(t | s)[-6:], list(s - t)[:5], list(s ^ t)[:5], len(s), len(t))
    print(hash(frozenset(s)), list(s.copy())[:6], list(frozenset(s))[:6], s == set(list(s)), sorted(s) == sorted(frozenset(s)))
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, a.union([9], (8,)), a.intersection([1, 9], {1}), a.difference([1], {2}), a.symmetric_difference([1, 7]), a.union(), a.intersection(), a.difference())
print(a <= b, a < a, a <= a, {1} < a, a > {1}, a >= a, a == {4, 3, 2, 1}, a != b, a == frozenset(a), a.issubset(range(10)), a.issuperset([1]), a.isdisjoint(b), a.isdisjoint([9]), a == [1], a.issubset([1]), a.issuperset({9}))
c = set(a); c |= b; print(c); c &= {1, 5, 9}; print(c); c -= {1}; print(c); c ^= {5, 6}; print(c); c.update([1], (2,), {3: 0}); print(c); c.intersection_update([1, 2], [2]); print(c); c.difference_update([2]); print(c); c.symmetric_difference_update([1]); print(c)
c.add(5); c.discard(5); c.discard(77); c.remove(1); print(c, len(c), bool(c), 5 in c)
print(frozenset([1]) | {2}, {2} | frozenset([1]), type(frozenset([1]) & {1}), type({1} - frozenset()), frozenset('a') is frozenset(frozenset('a')) or 'new', frozenset() is frozenset())
f = frozenset([1, 2]); print(f.copy() is f, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset([2, 1])], f in {f}, {1, 2} in {f}, hash(frozenset()), hash(frozenset([0])), hash(frozenset(range(100))))
s = {f}; s.discard({1, 2}); print(s); s = {f}; s.remove({2, 1}); print(s); show(lambda: {f}.remove({5}))
for g in (lambda: set().pop(), lambda: set().remove(1), lambda: set([[]]), lambda: set(1, 2), lambda: set() | [], lambda: frozenset(1, 2), lambda: frozenset(a=1), lambda: set(a=1), lambda: set() < [],
          lambda: set().union(1), lambda: hash(set()), lambda: [] in set(), lambda: set().add([]), lambda: set().add(), lambda: frozenset().add(1), lambda: set().discard([]), lambda: set()[0], lambda: {1} + {2}, lambda: {1}.union(a=1), lambda: {1}.update(1), lambda: set().issubset(1), lambda: {1} & [1], lambda: {[]}, lambda: {{}}):
    show(g)
def loop(s, f):
    for x in s: f(s)
show(loop, {1, 2, 3}, lambda s: s.add(len(s) + 10)); show(loop, {1, 2, 3}, lambda s: s.pop())
it = iter({1, 2, 3}); print(it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()[1], list(it), it.__length_hint__(), list(it))
class S(set):
    def __init__(self, *a, tag=0):
        super().__init__(*a); self.tag = tag
x = S([1, 2], tag=7); print(x, x.tag, type(x | {3}), type(x.copy()), type(x & x), x == {1, 2}, x.__reduce__(), S())
class F(frozenset): pass
y = F([1]); print(y, type(y | y), type(y.copy()), F(y) is y, hash(y) == hash(frozenset([1])), {y}, F(), frozenset(y) is y, frozenset(y)); y.z = 1; print(y.__reduce__())
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, o): return isinstance(o, H) and self.v == o.v
    def __repr__(self): return 'H%d' % self.v
z = {H(i) for i in range(20)}; z.add(H(3)); print(len(z), H(5) in z, H(99) in z, z)
print(set[int], frozenset[str], set('hello') == set('olleh'), sorted(set('mississippi')), {*range(3), *'a'} == {0, 1, 2, 'a'}, {x % 3 for x in range(9)})
u = set(); u.add(frozenset({1})); print(u, [1 in q for q in u]); print({None, True, False} == {False, None, True}, len({float('nan'), float('nan')}))
print({1, 2, 3}.__and__({2}), {1}.__rsub__({1, 2}), {1}.__or__([1]), set.__contains__({1}, 1), {1}.__len__(), set(frozenset([1])), frozenset({1: 2}))
