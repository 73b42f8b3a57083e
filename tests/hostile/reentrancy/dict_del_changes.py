class V:
    def __del__(self):
        d.clear()
        d.update((i, i) for i in range(50))
for f in (lambda: d.clear(), lambda: d.pop(3), lambda: d.popitem(), lambda: d.__setitem__(3, 1), lambda: d.update({i: 1 for i in range(100)}),
          lambda: d.__delitem__(4), lambda: d.__init__({1: 2}), lambda: d.__ior__({i: 1 for i in range(9)})):
    d = {i: V() for i in range(100)}
    f()
    d = {}
