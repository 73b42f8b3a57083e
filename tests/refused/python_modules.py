# Modules written in Python: imported, used, imported again after a refusal.
import collections
import functools
import string
import textwrap
# refused from here


def check():
    P = collections.namedtuple("P", "x y", defaults=[5])
    p = P(1)
    assert p == (1, 5) and p._replace(x=3).x == 3 and repr(p) == "P(x=1, y=5)" and p._asdict() == {"x": 1, "y": 5}
    assert string.Template("$a ${b}").substitute(a=1, b=2) == "1 2" and string.capwords("a b") == "A B"
    assert textwrap.dedent("  a\n  b") == "a\nb" and textwrap.shorten("hello wide world", 12)

    @functools.total_ordering
    class T:
        def __init__(self, n):
            self.n = n

        def __lt__(self, other):
            return self.n < other.n

        def __eq__(self, other):
            return self.n == other.n
    assert T(2) >= T(1) and not T(1) > T(1)

    @functools.singledispatch
    def f(x):
        return "object"
    f.register(int, lambda x: "int")
    assert f(1) == "int" and f("") == "object" and collections.ChainMap({1: 2}, {3: 4})[3] == 4


check()
