# Lists: building, slices, sorting with keys and comparisons in Python.
class Number:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n


def build():
    a = [str(i) for i in range(20)]
    a += (i for i in range(5))
    a.extend({"x": 1, "y": 2})
    a[2:4] = [1, 2, 3, 4]
    a[::5] = [None] * len(a[::5])
    del a[1::7]
    a.insert(3, [a[:3], a[-3:]])
    a = a * 2 + [a.copy()]
    assert a[-1] and a.index("7") >= 0 and a.count("7") == 2 and len(a) == len(list(reversed(a)))
    while len(a) > 3:
        a.pop(len(a) // 2)
    return a


def order():
    numbers = [Number((i * 7) % 23) for i in range(23)]
    before = list(numbers)
    try:
        numbers.sort(key=lambda x: (x.n % 3, -x.n))
    except MemoryError:
        assert sorted(map(id, numbers)) == sorted(map(id, before)), "a failed sort lost items"
        raise
    assert [x.n for x in sorted(numbers)] == list(range(23))
    assert sorted("a quick brown fox".split(), key=len, reverse=True)[-1] == "a"
    runs = [i for k in range(4) for i in range(k, 60 + k)]
    expected = list(range(60))
    runs.sort()
    assert sorted(set(runs))[:60] == expected
    runs.sort(key=str, reverse=True)
    assert runs[0] == 9 and min(runs) == 0 and max(runs, key=lambda x: -x) == 0


build()
order()
