# What the collector tracks, and cycles through every kind of container
import gc
from _collections import deque, defaultdict, OrderedDict
gc.disable()
t = gc.is_tracked
print(t({}), t({'a': 1}), t({'a': []}), t({'a': 'b', 1: 2.5}), t([]), t(set()), t(frozenset()), t(1), t('a'), t(None), t(1.5), t(b''), t({}.keys()), t(iter([])), t(range(3)), t(iter(range(3))))
d = {'a': 1}; print(t(d)); d['b'] = 2; print(t(d)); d['c'] = [1]; print(t(d)); del d['c']; print(t(d), t(d.copy()), t({**d}), t(dict(d)))
a, b, c = tuple([1, 2]), tuple([[], 1]), tuple([(1, 2), 'x']); gc.collect(); print(t(a), t(b), t(c), t(()))
class D(dict): pass
class N:
    pass
print(t(D()), t(N()), t(defaultdict(int)), t(OrderedDict()), t(deque()))
import itertools, _functools
gone = []
class F:
    def __init__(self, name): self.name = name
    def __del__(self): gone.append(self.name)
def cycle_in(name, build):
    f = F(name); f.me = build(f); del f
    before = len(gone); gc.collect(); print(name, len(gone) - before)
cycle_in('list', lambda f: [f]); cycle_in('tuple', lambda f: (f,)); cycle_in('dict', lambda f: {1: f}); cycle_in('dict key', lambda f: {f: 1}); cycle_in('set', lambda f: {f}); cycle_in('frozenset', lambda f: frozenset([f])); cycle_in('deque', lambda f: deque([f])); cycle_in('defaultdict', lambda f: defaultdict(lambda: f)); cycle_in('OrderedDict', lambda f: OrderedDict(a=f))
cycle_in('keys', lambda f: {f: 1}.keys()); cycle_in('list iterator', lambda f: iter([f])); cycle_in('dict iterator', lambda f: iter({1: f}.items())); cycle_in('set iterator', lambda f: iter({f})); cycle_in('zip', lambda f: zip([f])); cycle_in('map', lambda f: map(lambda x: f, [1])); cycle_in('filter', lambda f: filter(None, [f])); cycle_in('enumerate', lambda f: enumerate([f])); cycle_in('reversed', lambda f: reversed((f,))); cycle_in('callable iterator', lambda f: iter(lambda: f, 1)); cycle_in('slice', lambda f: slice(f)); cycle_in('deque iterator', lambda f: iter(deque([f])))
cycle_in('partial', lambda f: _functools.partial(len, f)); cycle_in('lru', lambda f: (lambda w: (w(f), w)[1])(_functools._lru_cache_wrapper(lambda x: x, 5, False, tuple))); cycle_in('lru all', lambda f: (lambda w: (w(f), w)[1])(_functools._lru_cache_wrapper(lambda x: x, None, False, tuple)))
for name, make in (('chain', lambda f: itertools.chain([f])), ('cycle', lambda f: (lambda c: (next(c), c)[1])(itertools.cycle([f]))), ('repeat', itertools.repeat), ('accumulate', lambda f: itertools.accumulate([f])), ('product', lambda f: itertools.product([f])), ('permutations', lambda f: itertools.permutations([f])), ('combinations', lambda f: itertools.combinations([f], 1)), ('groupby', lambda f: (lambda g: (next(g), g))(itertools.groupby([f]))), ('tee', lambda f: (lambda t: (next(t[0]), t))(itertools.tee([f]))), ('islice', lambda f: itertools.islice([f], 1)), ('starmap', lambda f: itertools.starmap(len, [[f]])), ('zip_longest', lambda f: itertools.zip_longest([f])), ('pairwise', lambda f: itertools.pairwise([f, f])), ('count', lambda f: itertools.compress([f], [f])), ('takewhile', lambda f: itertools.takewhile(f.__init__, [1]))):
    cycle_in(name, make)
l = []; l.append(l); print(gc.collect() > 0 or 'none', 'v' in gc.get_referents({'k': 'v'}), gc.get_referents([[], ()])[::-1] in ([[], ()], [(), []]))
x = None
for _ in range(200000): x = [x]
del x
x = None
for _ in range(200000): x = (x,)
del x
x = None
for _ in range(100000): x = {1: x}
del x
x = None
for _ in range(100000): x = deque([x])
del x
x = None
for _ in range(100000): x = iter([x])
del x
print('deep chains freed')
