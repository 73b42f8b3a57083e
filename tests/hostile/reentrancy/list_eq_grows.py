class A:
    def __eq__(self, other):
        x.extend([A()] * 1000)
        return len(x) > 50000
x = [A()]
x.index(1)
x = [A()]
x.remove(1)
x = [A()]
assert 1 in x
