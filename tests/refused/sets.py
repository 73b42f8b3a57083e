# Sets and frozensets, their operators, sets of sets.
def check():
    s = {f"{i}" for i in range(30)}
    t = set(map(str, range(20, 50)))
    assert len(s & t) == 10 and len(s | t) == 50 and len(s - t) == 20 and len(s ^ t) == 40
    assert s.intersection(t, ["25"]) == {"25"} and s.union("ab", [1]) > s and s.difference(t, {"1"}) < s
    u = s.copy()
    u |= t
    u &= set(list(u)[:30])
    u -= {"1", "2"}
    u ^= {"1", "x"}
    u.update("abc", (1, 2), {3: 4})
    u.discard("nothing")
    u.add((1, 2))
    u.remove((1, 2))
    while u:
        u.pop()
    f = frozenset(s)
    nested = {frozenset({1, 2}), frozenset([3]), f}
    assert {1, 2} in nested and frozenset("ab") | {"c"} == set("abc") and hash(f) == hash(frozenset(s))
    assert repr(nested) and repr({1}) == "{1}" and s.isdisjoint({1}) and f.issubset(s) and f >= s
    s.symmetric_difference_update(t)
    s.intersection_update(t)
    s.difference_update(["30", "31"])
    assert len(s) == 18 and sorted(s)[0] == "32"


check()
