# Pattern matching.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def kind(value):
    match value:
        case None | True | False:
            return "constant"
        case int(n) | float(n) if n > 100:
            return "big", n
        case 0 | -1 | 3.5:
            return "number"
        case "a" | b"a":
            return "text"
        case []:
            return "empty"
        case [x]:
            return "one", x
        case [1, *middle, (2 | 3) as last]:
            return "list", middle, last
        case (Point(0, y), Point(x=x, y=0)):
            return "points", x, y
        case Point(x=Point() as inner):
            return "nested", inner.x
        case Point(x, y) if x == y:
            return "diagonal", x
        case {"kind": str(k), "items": [first, *_], **rest}:
            return k, first, rest
        case {"a": {"b": [_, {"c": c}]}}:
            return "deep", c
        case str() as s:
            return "str", s
        case _:
            return "other"


def check():
    values = [None, 1000, 10 ** 30, -1, "a", [], ([1],), [1, 5, 6, 7, 3], (Point(0, 1), Point(2, 0)), Point(Point(1, 2), 0), Point(4, 4),
              {"kind": "k", "items": "x", "n": 5}, {"kind": "k", "items": [1, 2], "n": 5}, {"a": {"b": (1, {"c": 8})}}, "text", Point(1, 2)]
    got = [kind(v) for v in values]
    assert got == ["constant", ("big", 1000), ("big", 10 ** 30), "number", "text", "empty", ("one", [1]), ("list", [5, 6, 7], 3),
                   ("points", 2, 1), ("nested", 1), ("diagonal", 4), "other", ("k", 1, {"n": 5}), ("deep", 8), ("str", "text"), "other"], got
    try:
        match Point(1, 2):
            case Point(1, 2, 3):
                assert False
    except TypeError as e:
        assert "accepts 2 positional" in str(e)


check()
