class A:
    def __eq__(self, other):
        if x: x.pop()
        return False
    __lt__ = __gt__ = __eq__
for f in (lambda: x.index(1), lambda: x.count(1), lambda: 1 in x, lambda: x == [1] * 100, lambda: x < x[::-1], lambda: min(x), lambda: x.remove(1)):
    x = [A() for i in range(100)]
    try:
        f()
    except (ValueError, IndexError):
        pass
