# Lists, tuples, dicts, sets and their iterators under refused allocations.
class K:
    def __init__(self, v):
        self.v = v

    def __hash__(self):
        return hash(self.v) % 3

    def __eq__(self, other):
        return isinstance(other, K) and self.v == other.v

    def __lt__(self, other):
        return self.v < other.v


def lists():
    a = list(range(20))
    a.append('x')
    a.extend(x * 2 for x in range(10))
    a.insert(3, [])
    a[2:5] = range(8)
    a[::3] = [None] * len(a[::3])
    del a[::2]
    del a[1:3]
    b = a + a * 2
    b += b
    b *= 2
    b.sort(key=str)
    c = sorted([K(i * 7 % 50) for i in range(50)], reverse=True)
    assert [k.v for k in c] == list(range(49, -1, -1))
    assert len(repr(b)) > 10 and b == b[:] and b[::-1][::-1] == b
    t = tuple(b) + (1,) + tuple(x for x in a)
    assert t[:5] * 2 and hash(tuple(range(5))) and len(t[::2])
    x, *y, z = t
    return list(reversed(y)), list(enumerate(y)), list(zip(y, a)), [*map(str, a)], [*filter(None, a)]


def dicts():
    d = {}
    for i in range(40):
        d['k%d' % i] = i
        d[i] = [i]
        d[K(i)] = i
    for i in range(0, 40, 3):
        del d[i]
    assert len(d) == 106 and d[K(7)] == 7
    e = d.copy()
    e.update(d, extra=1)
    e |= {'a': 1}
    assert {**e}.keys() == e.keys() and d != e and len(e | d) == 108
    assert e.items() & {('extra', 1)} == {('extra', 1)}
    while d:
        d.popitem()
    d.setdefault('q', []).append(1)
    return repr({k: v for k, v in zip('abc', range(3))}), dict.fromkeys(range(20)), list(e.items())[5:9]


def sets():
    s = set(range(30)) | {K(i) for i in range(10)}
    t = {5, 6, 100} | set('hello')
    u = s & t, s | t, s - t, s ^ t
    s.update(t)
    s -= t
    s ^= t
    f = frozenset(s)
    assert f == s and f in {f} and len(u) == 4
    while s:
        s.pop()
    return sorted(x for x in f if isinstance(x, int)), repr({1, 2, 3})


for f in lists, dicts, sets:
    assert f()
