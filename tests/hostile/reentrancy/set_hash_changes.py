class K:
    def __hash__(self):
        s.clear()
        s.update(range(1000))
        return 7
    def __eq__(self, other): return s.clear()
for f in (lambda: s.add(K()), lambda: s.discard(K()), lambda: K() in s, lambda: s.update([K(), K(), K()]), lambda: s.symmetric_difference_update([K()]),
          lambda: s.difference([K()]), lambda: s.union([K()]), lambda: s.intersection([K()])):
    s = set(range(100))
    f()
