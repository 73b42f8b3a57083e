class A:
    def __eq__(self, other):
        x.clear()
        return False
for f in (lambda: x.index(1), lambda: x.count(1), lambda: 1 in x, lambda: x.remove(1), lambda: x == [1] * 100, lambda: [1] * 100 == x,
          lambda: x < [1] * 100, lambda: x == x[:]):
    x = [A() for i in range(100)]
    try:
        f()
    except ValueError:
        pass
