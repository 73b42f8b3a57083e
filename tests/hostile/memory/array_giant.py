from array import array
for code in 'bBhHiIlLqQfd':
    a = array(code, [1, 2])
    for n in (10**10, 2**61, 2**62, 2**63 - 1):
        for f in (lambda: a * n, lambda: a.__imul__(n)):
            try:
                f()
            except (MemoryError, OverflowError):
                pass
            else:
                assert False
    assert list(a) == [1, 2]
