# dict views, iterators and mappingproxy
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
d = {'a': 1, 'b': 2, 'c': 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i)); d['d'] = 4; print(k, v, i)
print('a' in k, 1 in v, ('a', 1) in i, ('a', 2) in i, ('z', 1) in i, 'a' in i, ('a',) in i)
print(sorted(k & {'a', 'z'}), sorted(k | ['z']), sorted(k - {'a'}), sorted(k ^ {'a', 'z'}), sorted({'a', 'q'} & k), sorted({'a', 'q'} - k), sorted(['q'] | k))
print(sorted(i & [('a', 1)]), sorted(i - [('a', 1)]), sorted(i | {('z', 9)}), k == {'a', 'b', 'c', 'd'}, k == d.copy().keys(), k < {'a', 'b', 'c', 'd', 'e'}, k <= k, k > {'a'}, k >= set('abcd'), k != set(), k == ['a'])
print(k.isdisjoint('xyz'), k.isdisjoint('a'), i.isdisjoint([]), i == i, v == v, d.values() == d.values(), k.isdisjoint(k), {}.keys().isdisjoint({}.keys()))
print(k.mapping, type(k.mapping), list(reversed(k)), list(reversed(v)), list(reversed(i)))
show(lambda: k & 1); show(lambda: hash(k)); show(lambda: k < 1); show(lambda: k[0]); show(lambda: type(k)()); show(lambda: k.isdisjoint(1)); show(lambda: {1: []}.items() & {1}); show(lambda: {1: []}.items() | {1})
r = {}; r['k'] = r.keys(); print(r)
x = {}; x[1] = x.items(); print(x)
# size changes
def loop(it, m, f):
    for _ in it: f(m)
for get in (iter, dict.keys, dict.values, dict.items, reversed, lambda m: reversed(m.items())):
    show(loop, get(d), d, lambda m: m.update({len(m): 1}))
    show(loop, get(d), d, lambda m: m.popitem())
def swap(m):
    kk = next(iter(m)); val = m.pop(kk); m[kk + 'x'] = val
d = {'a': 1, 'b': 2, 'c': 3}
show(loop, d, d, swap); print(len(d))
d = dict.fromkeys(range(5)); it = iter(d); next(it); d[9] = 1
show(next, it); show(next, it); del d[9]; show(next, it); show(it.__length_hint__)
d = {1: 2, 3: 4}; it = iter(d.items()); a = next(it); b = next(it); print(a, b, a is b, list(it))
it = iter({1: 2, 3: 4}); print(it.__length_hint__(), it.__reduce__()[1], next(it), it.__reduce__()[1], list(it), it.__reduce__()[1], it.__length_hint__())
it = reversed({1: 2, 3: 4}.items()); print(next(it), it.__reduce__()[1], list(it))
print([x for x in {}.items()], list({}.keys()), dict(d.items()), iter(d.keys()).__class__.__name__, reversed(d.values()).__class__.__name__)
for kk, vv in {'x': 1, 'y': 2}.items(): print(kk, vv)
d = {1: 1, 2: 2}
for kk in d: d[kk] += 10
print(d, [kk for kk in d], [vv for vv in d.values()])
# mappingproxy
from types import MappingProxyType as P
m = {'a': 1}; p = P(m)
print(p, p['a'], len(p), 'a' in p, list(p), list(p.items()), p.get('z'), p.get('z', 1), p == {'a': 1}, p == m, p | {'b': 2}, {'b': 2} | p, str(p), p.copy(), list(reversed(p)), list(p.keys()), list(p.values()))
m['n'] = 2; print(p)
def setit(): p['a'] = 2
def delit(): del p['a']
def ior():
    global p
    p |= {}
show(setit); show(delit); show(ior); show(lambda: P([1])); show(lambda: P(1)); show(lambda: P()); show(lambda: hash(p)); show(lambda: p['zz']); show(lambda: P((1,))); print(P(p), P[int])
print(type(type.__dict__), type(object.__dict__).__name__, 'append' in list.__dict__, len({}.items() | set()))
