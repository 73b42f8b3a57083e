import bisect
class A:
    def __lt__(self, other):
        x.clear()
        return True
    __gt__ = __lt__
for f in (bisect.bisect, bisect.bisect_left, bisect.insort, bisect.insort_left):
    x = [A() for i in range(100)]
    try:
        f(x, A())
    except IndexError:
        pass
    x = [1] * 100
    try:
        f(x, 1, key=lambda i: x.clear() or 1)
    except IndexError:
        pass
