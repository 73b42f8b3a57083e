# Modules in C: itertools, collections, operator.
import collections
import itertools
import operator
# refused from here


def check():
    assert list(itertools.chain([1], "ab", {2: 3})) == [1, "a", "b", 2] and list(itertools.islice(itertools.count(5, 2), 3)) == [5, 7, 9]
    assert len(list(itertools.product("abc", repeat=2))) == 9 and len(list(itertools.permutations(range(4)))) == 24
    assert len(list(itertools.combinations(range(5), 3))) == 10 and list(itertools.accumulate([1, 2, 3])) == [1, 3, 6]
    assert {k: list(g) for k, g in itertools.groupby("aabbb")} == {"a": ["a", "a"], "b": ["b", "b", "b"]}
    a, b = itertools.tee(iter(range(10)))
    assert list(a) == list(b) and list(itertools.zip_longest("ab", "c", fillvalue="-")) == [("a", "c"), ("b", "-")]
    assert list(itertools.takewhile(lambda x: x < 3, range(9))) == [0, 1, 2] and list(itertools.starmap(pow, [(2, 3)])) == [8]
    d = collections.deque(range(100), maxlen=90)
    d.rotate(5)
    d.appendleft("x")
    d.extend("abc")
    assert len(d) == 90 and d.popleft() is not None and d.count("a") == 1 and repr(collections.deque([1])) and list(reversed(d))
    c = collections.Counter("abracadabra")
    assert c.most_common(1) == [("a", 5)] and (c + c)["a"] == 10 and c["none"] == 0
    dd = collections.defaultdict(list)
    for i in range(20):
        dd[i % 3].append(i)
    assert len(dd[2]) == 6 and repr(dd)
    o = collections.OrderedDict((str(i), i) for i in range(10))
    o.move_to_end("3")
    o.popitem(last=False)
    assert list(o)[-1] == "3" and o == dict(o) and repr(o) and o.copy()
    assert operator.itemgetter(1, "a")({1: 2, "a": 3}) == (2, 3) and operator.attrgetter("real")(5) == 5
    assert operator.methodcaller("upper")("a") == "A" and operator.add([1], [2]) == [1, 2]


check()
