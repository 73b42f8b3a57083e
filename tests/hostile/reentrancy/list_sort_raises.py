class A:
    def __lt__(self, other):
        n[0] -= 1
        if n[0] < 0: raise KeyError
        return id(self) < id(other)
for i in range(0, 700, 13):
    n = [i]
    x = [A() for j in range(100)]
    kept = set(map(id, x))
    try:
        x.sort()
    except KeyError:
        pass
    assert set(map(id, x)) == kept
