class V:
    def __eq__(self, other):
        a.clear()
        b.clear()
        return True
for f in (lambda: a == b, lambda: a != b, lambda: a.items() == b.items(), lambda: a.items() <= b.items(), lambda: a.items() ^ b.items() if False else None,
          lambda: set(a) == set(b), lambda: V() in a.values()):
    a = {i: V() for i in range(50)}
    b = {i: V() for i in range(50)}
    try:
        f()
    except RuntimeError:
        pass
