# Tuples, unpacking, comparisons, named tuples made by hand.
def pair(*args):
    return args


class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    x = property(lambda self: self[0])
    y = property(lambda self: self[1])

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


def check():
    t = pair(1, "two", 3.5, *"abc", *[4, 5])
    a, *b, (c, *d) = *t, [1, 2, 3]
    assert a == 1 and len(b) == 7 and c == 1 and d == [2, 3]
    assert t + t == t * 2 and t[::-1][::-1] == t and hash(t) == hash(pair(*t)) and t[2:5] in [t[2:5]]
    assert tuple(i * i for i in range(30))[29] == 841 and tuple({1: 2}) == (1,) and tuple(map(str, t))
    assert repr((t, (1,), ())) and (1, (2, 3)) < (1, (2, 4)) and t.index("b") == 4 and t.count(4) == 1
    p = Point(1, 2) + Point(3, 4)
    assert p == (4, 6) and isinstance(p, Point) and repr(p) == "(4, 6)" and {p: 1}[4, 6] == 1
    assert dict(zip("ab", [(1, 2), (3, 4)])) == {"a": (1, 2), "b": (3, 4)}
    assert [*zip(*[(i, -i) for i in range(10)])][1][9] == -9


check()
