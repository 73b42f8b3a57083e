class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        if armed[0]:
            s.clear()
            s.update(range(100))
        return False
def ior(a, b): a |= b
for f in (lambda: s.add(K()), lambda: K() in s, lambda: s.discard(K()), lambda: s.remove(K()), lambda: s | {K()}, lambda: s & {K(), 1}, lambda: s - {K()},
          lambda: s ^ {K()}, lambda: s.update([K()]), lambda: s == {K()}, lambda: s <= t, lambda: s.issubset([K()]), lambda: s.isdisjoint({K()}), lambda: ior(s, {K()}),
          lambda: s.intersection_update({K()}), lambda: s.difference_update([K()]), lambda: s.symmetric_difference_update({K(), K()}), lambda: frozenset(s) == s,
          lambda: s.issuperset([K()]), lambda: s.copy(), lambda: hash(frozenset(s)), lambda: s.intersection([K(), K()], [K()]), lambda: t - s, lambda: t & s, lambda: t | s):
    armed = [False]
    s = {K() for i in range(20)}
    t = {K() for i in range(20)}
    armed[0] = True
    try:
        f()
    except (KeyError, RuntimeError):
        pass
    armed[0] = False
    s.clear()
