# list.sort and sorted: stability, keys, reverse, errors and mutation while sorting.
import _random
rng = _random.Random(12345)
def rnd(n): return int(rng.random() * n)

def check(data, **kw):
    s = sorted(data, **kw)
    key = kw.get('key') or (lambda x: x)
    pairs = sorted(((key(x), i) for i, x in enumerate(data)), key=lambda p: p[0], reverse=kw.get('reverse', False))
    assert [data[i] for _, i in pairs] == s, (data, s)
    for i in range(len(s) - 1):
        assert not (key(s[i + 1]) < key(s[i])) if not kw.get('reverse') else not (key(s[i]) < key(s[i + 1]))
    ref = list(data)
    # an insertion sort as reference
    out = []
    for i, x in enumerate(ref):
        k = key(x); j = len(out)
        if kw.get('reverse'):
            while j and out[j - 1][0] < k: j -= 1
        else:
            while j and k < out[j - 1][0]: j -= 1
        out.insert(j, (k, x))
    assert [x for _, x in out] == s
for n in (0, 1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 100, 200, 511):
    for make in (lambda i: rnd(10), lambda i: rnd(1000000), lambda i: i, lambda i: -i, lambda i: i % 7, lambda i: float(rnd(100)) / 3,
                 lambda i: str(rnd(50)), lambda i: (rnd(5), rnd(5)), lambda i: (str(rnd(4)), i), lambda i: rnd(3) - 10 ** 20,
                 lambda i: [rnd(3)], lambda i: rnd(2) and 1.5 or 1, lambda i: i if i % 10 else rnd(n)):
        data = [make(i) for i in range(n)]
        check(data); check(data, reverse=True); check(data, key=lambda x: str(x)[:1]); check(data, key=lambda x: str(x)[:1], reverse=True)
print('sorted')
saw = []
for n in (2000,):
    data = [(i * 7919) % n for i in range(n)]; data.sort(); assert data == list(range(n))
    data = list(range(0, n, 2)) + list(range(1, n, 2)); data.sort(); assert data == list(range(n))
    data = list(range(n // 2, n)) + list(range(n // 2)); data.sort(); assert data == list(range(n))
    data = [x // 100 for x in range(n)][::-1]; data.sort(); assert data == [x // 100 for x in range(n)]
class V:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return 'V%d' % self.v
print(sorted([V(3), V(1), V(2)]), sorted([V(3), V(1)], reverse=True))
print(sorted('hello world'), sorted({3: 1, 1: 2}), sorted([True, 0, 2, -1]), sorted([1.5, 1, True, 0.5]))
print(sorted(['é', 'z', 'a', 'É', '\U0001f600', '\uffff', 'aa', 'ab']))
print(sorted([float('inf'), 1.0, float('-inf'), -0.0, 0.0]), sorted([10 ** 30, 1, -10 ** 30, 5]))
print(sorted([(1, 'b'), (1, 'a'), (0, 'z')]), sorted([(1,), (1, 0), ()]), sorted(['b', 'A', 'a'], key=str.lower), sorted([3, 1, 2], key=None))
print(sorted([1, 2, 3], key=lambda x: -x), sorted(['bb', 'a', 'cc', 'd'], key=len, reverse=True))
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
show(lambda: sorted([1, 'a'])); show(lambda: sorted([1, None, 2])); show(lambda: sorted([1, 2], key=5)); show(lambda: sorted([(1, 'a'), (1, 2)]))
show(lambda: sorted([1], reverse='x')); show(lambda: sorted()); show(lambda: sorted([1], lambda x: x)); show(lambda: [2, 1].sort(key=len)); show(lambda: sorted([1j, 2j]))
# an error in the middle keeps every item
a = [5, 3, 'x', 1, 4]
try: a.sort()
except TypeError: print(sorted(map(str, a)))
b = list(range(100)); b[50] = 'x'
try: b.sort(reverse=True)
except TypeError: print(len(b), sorted(map(str, b)) == sorted(map(str, list(range(50)) + ['x'] + list(range(51, 100)))))
class Boom(Exception): pass
for limit in range(0, 400, 13):
    n = 0
    class C:
        def __init__(self, v): self.v = v
        def __lt__(self, o):
            global n
            n += 1
            if n > limit: raise Boom
            return self.v < o.v
    items = [C((i * 37) % 101) for i in range(100)]; before = set(map(id, items))
    try: items.sort()
    except Boom: pass
    assert set(map(id, items)) == before and len(items) == 100
# changing the list while it is sorted
c = [3, 1, 2]
def key(x):
    c.append(x); return x
show(lambda: c.sort(key=key)); print(c)
d = [3, 1, 2]
def key(x):
    assert len(d) == 0 and d == []; return x
d.sort(key=key); print(d)
e = [2, 1]
show(lambda: e.sort(key=lambda x: e.clear() or x)); print(e)
class M:
    def __lt__(self, o):
        f.append(1); return False
f = [M(), M()]; show(lambda: f.sort()); print(len(f))
class W(list):
    def sort(self): print('mine')
W([2, 1]).sort(); print(sorted(W([2, 1])))
