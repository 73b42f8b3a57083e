# itertools: results, errors, state
from itertools import *
import itertools
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
L = list
def add(a, b): return a + b
print(L(accumulate([1, 2, 3])), L(accumulate('abc')), L(accumulate([1, 2, 3], lambda a, b: a * b)), L(accumulate([1, 2], initial=10)), L(accumulate([])), L(accumulate([], initial=5)), L(accumulate([5], add, initial=None)))
print(L(chain()), L(chain('ab', [1], ())), L(chain.from_iterable(['ab', (1,)])), L(chain([], [], [1])))
print(L(combinations('abcd', 2)), L(combinations('abc', 0)), L(combinations('ab', 3)), L(combinations([], 0)), L(combinations(range(4), r=3)))
print(L(combinations_with_replacement('abc', 2)), L(combinations_with_replacement('', 0)), L(combinations_with_replacement('', 1)), L(combinations_with_replacement('ab', 0)))
print(L(permutations('abc')), L(permutations('abc', 2)), L(permutations('ab', 3)), L(permutations([], 0)), L(permutations('ab', 0)), len(L(permutations(range(5)))))
print(L(product('ab', [1, 2])), L(product('ab', repeat=2)), L(product()), L(product([])), L(product('a', [])), L(product('ab', repeat=0)), len(L(product(range(3), repeat=4))))
print(L(compress('abcd', [1, 0, 1])), L(compress('ab', count())), L(islice(count(), 3)), L(islice(count(5, -2), 3)), L(islice(count(1.5), 2)), L(islice(count(10 ** 20, 10 ** 20), 2)), L(islice(count(2 ** 62 - 2), 4)))
print(L(islice(cycle('ab'), 5)), L(cycle([])), L(dropwhile(lambda x: x < 3, [1, 3, 2, 4])), L(takewhile(lambda x: x < 3, [1, 2, 3, 1])), L(filterfalse(None, [0, 1, '', 'a'])), L(filterfalse(lambda x: x % 2, range(5))))
print([(k, L(g)) for k, g in groupby('aabbbca')], [(k, L(g)) for k, g in groupby([1, 3, 2, 4, 5], lambda x: x % 2)], L(groupby([])), [k for k, g in groupby('aab')])
gs = L(groupby('aabb')); print([k for k, _ in gs], [L(g) for _, g in gs])
g = groupby('aab'); k1, g1 = next(g); print(next(g1)); k2, g2 = next(g); print(k2, L(g1), L(g2))
for args in ((3,), (1, 3), (1, None), (None,), (0, 6, 2), (1, 5, 3), (5, 3), (2, 2), (None, None, None), (10, None), (0,)):
    print(args, L(islice('abcdef', *args)), end=' ')
print()
it = iter('abcdef'); print(L(islice(it, 1, 2)), L(it)); it = iter('abcdef'); print(L(islice(it, 3, 5)), next(it)); it = iter('abcdef'); print(L(islice(it, 0, 3, 2)), L(it)); it = iter('abc'); print(L(islice(it, 0)), L(it))
print(L(pairwise('abcd')), L(pairwise('a')), L(pairwise('')), L(repeat(1, 3)), L(repeat('a', 0)), L(repeat(1, -1)), L(islice(repeat(5), 2)), L(map(pow, range(3), repeat(2))), repeat(1, 3).__length_hint__(), L(zip(repeat(1), 'ab')))
print(L(starmap(pow, [(2, 3), [3, 2], iter((1, 5))])), L(starmap(max, ['ab', 'ba'])), L(zip_longest('abc', '12')), L(zip_longest('a', '12', fillvalue='-')), L(zip_longest()), L(zip_longest([], [])), L(zip_longest('ab')))
a, b = tee([1, 2, 3]); print(next(a), next(a), L(b), L(a)); print(tee('a', 0), len(tee('a', 5)), [L(t) for t in tee(range(3), 3)]); a, b = tee(range(300)); print(sum(a), sum(b)); a, = tee('xyz', 1); next(a); b, c = tee(a); print(L(b), L(c), L(a))
a, b = tee(iter('pq')); import copy; c = a.__copy__(); next(a); print(L(a), L(c), L(b), type(a).__name__)
print(repr(count()), repr(count(5, 2)), repr(count(1.5, 1)), repr(count(1, 1.0)), repr(repeat(1)), repr(repeat(1, 3)), repr(repeat('a', times=0)), chain[int])
def state(it, n, to=None):
    got = []
    for _ in range(n):
        got.append(next(it, 'STOP'))
    r = it.__reduce__()
    def clean(x):
        if isinstance(x, tuple): return tuple(map(clean, x))
        if callable(x) and not isinstance(x, type): return x.__name__
        if type(x).__name__.endswith('iterator') or type(x).__module__ == 'itertools' and not isinstance(x, type): return type(x).__name__
        return x
    print(type(it).__name__, n, clean(tuple(got)), clean(r[1:]))
    again = r[0](*r[1])
    if len(r) > 2 and hasattr(again, '__setstate__'): again.__setstate__(r[2])
    return again
for n in range(6):
    for make in (lambda: accumulate([1, 2, 3]), lambda: accumulate([1, 2, 3], add), lambda: accumulate([1, 2, 3], initial=10), lambda: accumulate([None, None], lambda a, b: None), lambda: chain([1, 2], [3]), lambda: chain.from_iterable([[1, 2], [3]]),
                 lambda: combinations([1, 2, 3], 2), lambda: combinations_with_replacement([1, 2], 2), lambda: permutations([1, 2, 3], 2), lambda: product([1, 2], [3, 4]), lambda: product([1, 2], repeat=2), lambda: compress([1, 2, 3], [1, 0, 1]), lambda: count(5, 2), lambda: count(),
                 lambda: count(1.5), lambda: cycle([1, 2, 3]), lambda: dropwhile(add, []), lambda: dropwhile(bool, [1, 0, 3]), lambda: takewhile(bool, [1, 0, 3]), lambda: filterfalse(None, [1, 0]), lambda: groupby([1, 1, 2]), lambda: islice([1, 2, 3, 4], 1, 3), lambda: islice([1, 2, 3, 4], None),
                 lambda: islice([1, 2, 3, 4], 0, None, 2), lambda: repeat(1), lambda: repeat(1, 3), lambda: starmap(pow, [(1, 2), (2, 3)]), lambda: zip_longest([1, 2], [3]), lambda: zip_longest([1, 2], [3], fillvalue=0), lambda: product(), lambda: permutations([])):
        it = make()
        if 'add' in repr(it): continue
        it2 = state(it, n)
        if not isinstance(it2, (accumulate,)):
            print('   ', [x if not isinstance(x, tuple) or not x or not type(x[-1]).__name__.startswith('_g') else x[0] for x in islice(it2, 4)])
a, b = tee([1, 2, 3]); next(a); r = a.__reduce__(); print(r[0].__name__, r[1], r[2][1], r[2][0].__reduce__()[1][1:])
for f in (lambda: accumulate(), lambda: accumulate(1), lambda: L(chain(1)), lambda: chain(x=1), lambda: chain.from_iterable(), lambda: combinations(), lambda: combinations([1]), lambda: combinations([1], -1), lambda: combinations([1], 'a'), lambda: combinations_with_replacement([1], -1), lambda: permutations([1], -1), lambda: permutations([1], 'a'),
          lambda: permutations(), lambda: product(1), lambda: product([1], repeat=-1), lambda: product([1], x=1), lambda: product([1], repeat=1, x=2), lambda: product(range(100), repeat=10 ** 18), lambda: compress(), lambda: compress(1, 2), lambda: count('a'), lambda: count(1, 'a'), lambda: count(1, 2, 3), lambda: count(x=1), lambda: cycle(), lambda: cycle(1), lambda: cycle(x=1),
          lambda: dropwhile(), lambda: dropwhile(1), lambda: dropwhile(None, x=1), lambda: filterfalse(), lambda: filterfalse(None, 1), lambda: groupby(), lambda: groupby(1), lambda: groupby([], 1, 2), lambda: islice(), lambda: islice([]), lambda: islice([], -1), lambda: islice([], 'a'), lambda: islice([], 1, 'a'), lambda: islice([], 1, -1), lambda: islice([], -1, 1), lambda: islice([], 1, 2, 0),
          lambda: islice([], 1, 2, -1), lambda: islice([], 1, 2, 'a'), lambda: islice([], 1, 2, 3, 4), lambda: islice(1, 2), lambda: islice([], x=1), lambda: pairwise(), lambda: pairwise(1), lambda: repeat(), lambda: repeat(1, 'a'), lambda: repeat(1, 2, 3), lambda: repeat(x=1), lambda: len(repeat(1)), lambda: repeat(1).__length_hint__(), lambda: starmap(), lambda: L(starmap(pow, [1])),
          lambda: starmap(1), lambda: takewhile(), lambda: tee(), lambda: tee(1), lambda: tee([], -1), lambda: tee([], 'a'), lambda: tee([], 1, 2), lambda: zip_longest(1), lambda: zip_longest(x=1), lambda: zip_longest([], fillvalue=1, x=2), lambda: groupby([1]).__setstate__(1), lambda: L(accumulate([1, 'a'])), lambda: cycle([1]).__setstate__(1), lambda: itertools._tee(1),
          lambda: itertools._grouper(1, 2), lambda: itertools._tee_dataobject(1, 2, 3), lambda: islice([], 1.0), lambda: islice([], 10 ** 30), lambda: combinations([1, 2, 3], 2).__setstate__(5), lambda: permutations([1, 2], 1).__setstate__(5), lambda: islice([1], 1).__setstate__('a'), lambda: repeat(1, 10 ** 30), lambda: len(combinations), lambda: combinations(r=2), lambda: combinations([1], 2, 3),
          lambda: compress([1], [2], [3]), lambda: groupby(x=1), lambda: accumulate([1], x=1), lambda: accumulate([1], None, 3), lambda: chain.from_iterable(1), lambda: permutations(iterable=[1], r=1) is None, lambda: pairwise([1], 2), lambda: cycle([1], 2), lambda: starmap(1, 2), lambda: starmap(1, 2, 3), lambda: takewhile(1, 2)):
    show(f)
class S(chain): pass
class Q(count):
    def __init__(self, *a, **k): self.tag = 1
print(L(S('ab')), Q(3, x=1) if False else Q(3), S.from_iterable(['a']).__class__.__name__, type(L(islice(Q(3), 1))[0]))
def gen():
    yield 1
    raise ValueError('g')
for f in (lambda: L(chain(gen())), lambda: L(zip_longest(gen(), 'abc')), lambda: L(cycle(gen())), lambda: L(pairwise(gen())), lambda: L(islice(gen(), 5)), lambda: L(groupby(gen())), lambda: L(accumulate(gen())), lambda: L(tee(gen())[0]), lambda: L(product(gen())), lambda: L(compress(gen(), count(1))), lambda: L(takewhile(bool, gen())), lambda: L(starmap(pow, gen()))):
    show(f)
p = product('ab', repeat=2); x = next(p); y = next(p); print(x, y, x is y); c = combinations('abc', 2); print([t for t in c])
class Re:
    def __iter__(self): return self
    def __next__(self): return next(t1)
t1, t2 = tee(Re()); show(next, t1)
