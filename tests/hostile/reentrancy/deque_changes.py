from collections import deque
class A:
    def __eq__(self, other):
        d.clear()
        d.extend([1] * 70)
        return False
    __lt__ = __eq__
for f in (lambda: d.index(1), lambda: d.count(1), lambda: 1 in d, lambda: d.remove(1), lambda: d == deque([1] * 300), lambda: d < deque([1] * 300),
          lambda: d.extend(d), lambda: d.extendleft(d), lambda: d + d, lambda: d * 3, lambda: d.copy(), lambda: d.insert(5, A()), lambda: d.rotate(100)):
    d = deque(A() for i in range(300))
    try:
        f()
    except (ValueError, IndexError, RuntimeError):
        pass
