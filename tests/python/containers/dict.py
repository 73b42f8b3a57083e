# dict: operations, order, merging, errors.
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
d = {'a': 1, 'b': 2}
d['c'] = 3; d['a'] = 10; print(d, len(d), 'a' in d, 'z' in d, d.get('z'), d.get('z', 5), d.get('a'))
del d['a']; d['a'] = 1; print(d, list(d), list(d.values()), list(d.items()), list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())))
print(d.pop('a'), d.pop('zz', None), d.popitem(), d, d.setdefault('b', 9), d.setdefault('n'), d.setdefault('m', []), d)
d.update({'x': 1}); d.update([('y', 2), ['z', 3]]); d.update(k=5); d.update({'x': 2}, w=1); print(d)
e = d.copy(); e.clear(); print(e, bool(e), bool(d), d == d.copy(), {1: 2} == {1.0: 2.0}, {1: 2} != {1: 3}, {} == {}, {1: 2} == [1])
print({'a': 1} | {'b': 2, 'a': 3}); f = {'a': 1}; f |= {'b': 2}; f |= [('c', 3)]; print(f)
print(dict(), dict({1: 2}), dict([(1, 2), (3, 4)]), dict(a=1, b=2), dict({'a': 1}, b=2), dict(zip('ab', range(2))), dict(['ab', 'cd']))
print(dict.fromkeys('abc'), dict.fromkeys([1, 2], 0), {}.fromkeys((1,)))
print({1: 'int', 1.0: 'float', True: 'bool'}, {(1, 2): 3, 'k': None, None: 0, 1.5: 2, -1: 3, -2: 4})
for f in (lambda: {}[1], lambda: {}['key'], lambda: {[]: 1}, lambda: {}.popitem(), lambda: {}.pop(1), lambda: dict(1), lambda: dict([1]), lambda: dict([(1, 2, 3)]),
          lambda: dict(1, 2), lambda: {}.update(1, 2), lambda: {} | 1, lambda: {}.fromkeys(), lambda: {}.get(), lambda: {}.setdefault(), lambda: {}.pop(),
          lambda: {}.pop([]), lambda: {1: 2}.pop([]), lambda: {}.get([]), lambda: [] in {}, lambda: {} < {}, lambda: hash({}), lambda: {1: 2}[(1, 2)], lambda: dict(['abc']),
          lambda: {}.update([1]), lambda: {}.update([[1]]), lambda: {}.copy(1), lambda: {}.keys(1), lambda: dict(**{1: 2}), lambda: {}.get(1, 2, 3), lambda: {}.pop(1, 2, 3)):
    show(f)
def delit(m, k): del m[k]
show(delit, {}, 'q'); show(delit, {1: 2}, []); show(delit, {}, (1,))
# many keys, deletions, growth
m = {}
for i in range(2000): m[i] = str(i); m[str(i)] = i
for i in range(0, 2000, 3): del m[i]
assert len(m) == 4000 - 667 and all(m[i] == str(i) for i in range(2000) if i % 3) and all(m[str(i)] == i for i in range(2000))
for i in range(2000): m.pop(i, None); m.pop(str(i))
print(len(m), m); m['again'] = 1; print(m)
o = {}
for i in range(50): o[i] = 1
for i in range(50):
    o[i + 50] = 1; del o[i]
print(list(o)[:3], len(o), list(o)[-1])
q = {i: i for i in range(20)}
while q: q.popitem() if len(q) % 2 else q.pop(next(iter(q)))
print(q)
# keys of other kinds after str keys
n = {'a': 1, 'b': 2}; n[1] = 3; n[None] = 4; n['c'] = 5; del n['a']; n[(1,)] = 6; print(n, n['b'], n[1], n.get('zz'))
class S(str): pass
n = {'a': 1}; n[S('a')] = 2; n[S('b')] = 3; print(n, n['b'], type(list(n)[0]), type(list(n)[1]), S('a') in n, n[S('a')])
class K:
    def __init__(self, v, h=None): self.v = v; self.h = h
    def __hash__(self): return hash(self.v) if self.h is None else self.h
    def __eq__(self, o): return self.v == (o.v if isinstance(o, K) else o)
    def __repr__(self): return 'K(%r)' % (self.v,)
n = {K(1): 'a', K(2): 'b', K('s'): 'c'}; print(n[1], n['s'], n[K(2)], 's' in n, 3 in n, n.get('t')); n['s'] = 'C'; print(n)
same = {K(i, 1): i for i in range(30)}; print(all(same[K(i, 1)] == i for i in range(30)), len(same)); del same[K(3, 1)]; print(K(3, 1) in same, len(same))
class BadHash:
    def __hash__(self): raise ValueError('no hash')
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError('no eq')
show(lambda: {BadHash(): 1}); show(lambda: {1: 2}[BadHash()]); show(lambda: {BadEq(): 1, BadEq(): 2}); show(lambda: {BadEq(): 1}.get(1)); b = BadEq(); print({b: 1}[b])
# missing, subclasses
class M(dict):
    def __missing__(self, k): return 'missing %r' % (k,)
m = M(a=1); print(m['a'], m['b'], m.get('b'), 'b' in m, m); m.attr = 1; print(m.__dict__, type(m.copy()), type(m | {}), type({} | m))
class D(dict):
    def __setitem__(self, k, v): dict.__setitem__(self, k, v * 2)
    def __getitem__(self, k): return 'got %s' % dict.__getitem__(self, k)
x = D(a=1); x['b'] = 2; x.update(c=3); print(x, x['a'], x.get('a'), x.pop('b'), dict(x), {**x}, dict.fromkeys('q', 1), D.fromkeys('q', 1))
class Keys:
    def keys(self): return ['k1', 'k2']
    def __getitem__(self, k): return k.upper()
print(dict(Keys()), {**Keys()}); z = {}; z.update(Keys()); print(z)
r = {}; r['self'] = r; r['l'] = [r]; print(r)
print(dict[str, int], {}.__class_getitem__(int), d.__contains__('b'), dict.__len__({1: 2}), {1: 2}.__getitem__(1))
w = {'a': 1, 'b': {'c': [1, {'d': 2}]}}; print(w, repr(w) == str(w))
print(sorted({3: 1, 1: 1, 2: 1}), max({1: 5, 7: 0}), [k for k in {1: 2, 3: 4}], {k: v for k, v in zip('ab', 'cd')}, sum({1: 0, 2: 0}))
nan = float('nan'); y = {nan: 1}; print(y[nan], float('nan') in y)
