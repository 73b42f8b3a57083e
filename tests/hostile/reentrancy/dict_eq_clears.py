class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        if armed[0] and n[0] < 100:
            n[0] += 1
            d.clear()
            for i in range(50): d[i] = i
        return False
for f in (lambda: d.get(K(1)), lambda: d.__contains__(K(1)), lambda: d.__setitem__(K(1), 1), lambda: d.pop(K(1), None), lambda: d.setdefault(K(1), 1),
          lambda: d.update({K(i): i for i in range(3)} if not armed[0] else [(K(9), 1)]), lambda: d.__delitem__(K(1)), lambda: d == dict(d), lambda: d | {K(1): 1},
          lambda: K(1) in d.keys(), lambda: d.keys() & {K(1)}, lambda: d.items() - {(K(1), 1)}, lambda: (K(1), 1) in d.items(), lambda: dict.fromkeys(d, 1)):
    armed, n = [False], [0]
    d = {K(i): i for i in range(20)}
    armed[0] = True
    try:
        f()
    except (KeyError, RuntimeError):
        pass
    armed[0] = False
    d.clear()
