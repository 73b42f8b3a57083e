from collections import deque
for n in (10**10, 2**62, 2**63 - 1):
    d = deque([1, 2, 3])
    for f in (lambda: d * n, lambda: n * d, lambda: d.__imul__(n)):
        try:
            f()
        except (MemoryError, OverflowError):
            pass
        else:
            assert False
    assert list(d) == [1, 2, 3]
