for change in (lambda: s.clear(), lambda: s.update(range(1000, 3000)), lambda: s.pop(), lambda: s.add('x')):
    for use in (list, set, sorted, lambda it: [change() for i in it], frozenset, lambda it: s.update(it), lambda it: s.difference_update(it)):
        s = set(range(100))
        it = iter(s)
        next(it)
        change()
        try:
            use(it)
        except (RuntimeError, TypeError):
            pass
def g():
    for i in range(1000):
        s.clear()
        yield i
s = set(range(100))
s.update(g())
s.intersection_update(g())
s.symmetric_difference_update(g())
s.difference_update(g())
s.issuperset(g())
s.issubset(g())
