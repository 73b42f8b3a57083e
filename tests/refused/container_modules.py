# itertools, _collections, _functools, _operator, _heapq, _bisect under refused allocations.
from itertools import *
from _collections import deque, defaultdict, OrderedDict, _count_elements
from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper
import _operator as op, _heapq, _bisect
# refused from here


def iterators():
    assert list(accumulate(range(5))) == [0, 1, 3, 6, 10]
    assert len(list(product('ab', range(3), repeat=2))) == 36
    assert len(list(permutations(range(4)))) == 24 and len(list(combinations(range(5), 3))) == 10
    assert len(list(combinations_with_replacement('abc', 2))) == 6
    assert [(k, len(list(g))) for k, g in groupby('aabbc')] == [('a', 2), ('b', 2), ('c', 1)]
    a, b = tee(range(70))
    assert sum(a) == sum(b)
    assert list(islice(cycle('ab'), 1, 6, 2)) == ['b', 'b', 'b']
    assert list(zip_longest('abc', 'd')) and list(pairwise('abc')) and list(chain('a', [1]))
    assert list(starmap(max, [(1, 2)])) and list(compress('ab', [1, 0])) and list(takewhile(bool, [1, 0]))
    return [x.__reduce__() for x in (chain('a'), count(5), repeat(1), product('a'), islice('abc', 1))]


def collections():
    d = deque(range(30), 20)
    d.appendleft(1)
    d.rotate(3)
    d.extend('abc')
    d.insert(2, 'x') if d.maxlen is None else None
    e = d + d
    assert list(reversed(d)) and repr(e) and e == e.copy()
    dd = defaultdict(list)
    for i in range(20):
        dd[i % 5].append(i)
    o = OrderedDict((str(i), i) for i in range(20))
    for i in range(10):
        o.move_to_end(str(i), last=i % 2)
    o.popitem(last=False)
    c = {}
    _count_elements(c, 'abracadabra')
    assert c['a'] == 5 and repr(o) and repr(dd) and o.copy() == o
    return list(o.items()), dd.copy(), o | {'z': 1}


def functions():
    p = partial(partial(int, base=2), '101')
    assert p() == 5 and repr(p) and p.__reduce__()
    assert reduce(op.add, range(10)) == 45
    assert sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)) == [3, 2, 1]
    for size in None, 3, 0:
        f = _lru_cache_wrapper(lambda *a, **k: (a, k), size, True, tuple)
        for i in range(8):
            f(i % 5, x=i % 2)
        f.cache_clear()
    h = []
    for i in range(20):
        _heapq.heappush(h, i * 7 % 20)
    assert [_heapq.heappop(h) for _ in range(20)] == list(range(20))
    _bisect.insort_right(h, 5)
    assert op.itemgetter(0, 1)('abc') and op.attrgetter('real', 'imag')(5) and op.methodcaller('upper')('a')
    return repr(op.itemgetter(1, 'a')), op.attrgetter('a.b')


for f in iterators, collections, functions:
    assert f()
