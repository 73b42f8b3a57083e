import random
random.seed(1)
class A:
    def __lt__(self, other): return random.random() < 0.5
for n in (2, 3, 10, 31, 64, 65, 100, 1000, 5000):
    x = [A() for i in range(n)]
    kept = sorted(map(id, x))
    x.sort()
    assert sorted(map(id, x)) == kept
    x.sort(key=lambda a: a, reverse=True)
    assert sorted(map(id, x)) == kept
