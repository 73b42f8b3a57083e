from collections import deque
class V:
    def __del__(self):
        d.clear()
        d.extend(range(100))
def item(): d[3] = 1
def delete(): del d[5]
for f in (lambda: d.clear(), lambda: d.pop(), lambda: d.popleft(), item, delete, lambda: d.extend(range(300)), lambda: d.appendleft(1), lambda: d.__init__([1]),
          lambda: d.__imul__(0)):
    for n in (None, 100):
        d = deque((V() for i in range(100)), n)
        f()
        d = deque()
class I:
    def __index__(self):
        d.clear()
        return 50
for f in (lambda: d[I()], lambda: d.insert(I(), 1), lambda: d.rotate(I()), lambda: d * I(), lambda: d.index(1, I(), I()), lambda: d.__delitem__(I()),
          lambda: d.__setitem__(I(), 1)):
    d = deque(range(100))
    try:
        f()
    except (IndexError, ValueError):
        pass
