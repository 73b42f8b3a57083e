class K:
    def __hash__(self):
        d.clear()
        d.update((i, i) for i in range(100))
        return 5
    def __eq__(self, other):
        d.clear()
        return True
for f in (lambda: d.get(K()), lambda: d.__setitem__(K(), 1), lambda: d.pop(K()), lambda: d.setdefault(K(), 1), lambda: d.update([(K(), 1), (K(), 2)]),
          lambda: d.__delitem__(K()), lambda: {**d, K(): 1}, lambda: dict([(K(), 1)], **{'a': 1}), lambda: d.__ior__({K(): 2})):
    d = {i: i for i in range(100)}
    try:
        f()
    except KeyError:
        pass
