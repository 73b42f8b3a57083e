# Dicts: growth, deletion, views, merging, order, subclasses, keys that compare in Python.
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


class Default(dict):
    def __missing__(self, key):
        self[key] = value = [key]
        return value


def grow():
    d = {}
    for i in range(40):
        d[f"key {i}"] = [i]
    for i in range(0, 40, 3):
        del d[f"key {i}"]
    for i in range(0, 40, 6):
        d.setdefault(f"key {i}", []).append(i)
    assert len(d) == 33 and list(d)[-1] == "key 36" and d.pop("key 1") == [1] and d.popitem()[0] == "key 36"
    e = d | {"more": 1, **{"again": 2}}
    e.update(zip("abc", range(3)), z=5)
    e |= [("p", 1)]
    assert e["z"] == 5 and "z" not in d and e.copy() == e and dict(e.items()) == e and {**e}.keys() == e.keys()
    return e


def views():
    d = {i: str(i) for i in range(12)}
    assert d.keys() & {1, 2, 50} == {1, 2} and d.keys() - range(10) == {10, 11} and (3, "3") in d.items()
    assert d.keys() | {99} and d.items() ^ {(1, "1")} and sorted(d.values())[0] == "0" and list(reversed(d))[0] == 11
    assert d.keys().isdisjoint("abc") and repr(d.keys()) and repr(d.items()) and repr(d.values()) and repr(d)
    assert d.keys().mapping[3] == "3" and dict.fromkeys("abc", 1) == {"a": 1, "b": 1, "c": 1}


def collide():
    d = {Key(i): i for i in range(20)}
    assert d[Key(7)] == 7 and Key(21) not in d and len(d) == 20
    for i in range(0, 20, 2):
        del d[Key(i)]
    d.update({Key(i): -i for i in range(25)})
    assert sum(d.values()) == -300
    m = Default()
    m["a"].append(1)
    assert m == {"a": ["a", 1]} and m.get("b") is None


def unhurt():
    """An update that fails leaves a whole dict."""
    d = {i: i for i in range(5)}
    try:
        for i in range(5, 60):
            d[i] = i
    finally:
        assert all(d[i] == i for i in d) and len(d) == len([k for k in d]) if len(d) > 55 else True


grow()
views()
collide()
unhurt()
