from collections import deque
for change in (lambda: d.clear(), lambda: d.append(1), lambda: d.popleft(), lambda: d.rotate(70), lambda: d.extend(range(1000)), lambda: d.remove(150)):
    for make in (iter, reversed):
        for use in (list, lambda it: [change() for i in it], lambda it: d.extend(it), lambda it: d.__init__(it)):
            d = deque(range(300))
            it = make(d)
            next(it)
            change()
            try:
                use(it)
            except (RuntimeError, ValueError):
                pass
def g():
    for i in range(300):
        d.clear()
        d.append(i)
        yield i
d = deque([1], maxlen=3)
d.extend(g())
d.extendleft(g())
d.__init__(g(), maxlen=5)
