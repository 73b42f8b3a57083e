# Iterators of the language: zip, map, filter, enumerate, reversed, range, iter, own ones.
class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return [self.n]

    def __length_hint__(self):
        return self.n


class Sequence:
    def __len__(self):
        return 6

    def __getitem__(self, i):
        if i >= 6:
            raise IndexError(i)
        return str(i)


def check():
    assert list(Countdown(5)) == [[4], [3], [2], [1], [0]] and tuple(Sequence())[5] == "5" and "3" in Sequence()
    assert list(zip("abc", range(10), Countdown(9)))[2] == ("c", 2, [6]) and dict(enumerate(Sequence(), 10))[15] == "5"
    assert list(map(lambda a, b: a + b, "abc", "xyz")) == ["ax", "by", "cz"] and list(filter(None, [0, 1, "", "a"])) == [1, "a"]
    assert list(reversed(Sequence()))[0] == "5" and list(reversed(range(0, 10, 3))) == [9, 6, 3, 0] and max(Sequence()) == "5"
    assert list(iter(Countdown(3).__next__, [1])) == [[2]] and sum(range(10 ** 20, 10 ** 20 + 3)) == 3 * 10 ** 20 + 3
    a, *rest = Countdown(4)
    assert a == [3] and len(rest) == 3 and any(x == [2] for x in rest) and all(rest) and sorted(Countdown(3)) == [[0], [1], [2]]
    try:
        list(zip([1], [1, 2], strict=True))
        assert False
    except ValueError:
        pass
    i = iter([1, 2, 3])
    assert next(i) == 1 and i.__length_hint__() == 2 and i.__reduce__()[2] == 1 and next(iter([]), "none") == "none"
    assert [*range(5), *{"k": 1}, *"ab"] == [0, 1, 2, 3, 4, "k", "a", "b"] and range(5)[1:4] == range(1, 4)
    d = dict.fromkeys(range(10))
    assert [k for k in d.items()][9] == (9, None) and list(b"ab") == [97, 98] and list({1: 2}.values()) == [2]


check()
