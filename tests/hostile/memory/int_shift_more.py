for n in (10**9, 10**12, 2**62, 2**63, 2**70):
    for f in (lambda: 1 << n, lambda: -7 << n, lambda: 2**n, lambda: (3 << 200) ** n, lambda: 10**n):
        try:
            f()
        except (MemoryError, OverflowError):
            pass
        else:
            assert False, n
assert 0 << 10**12 == 0 and 0 << 10**30 == 0 and 1 >> 10**30 == 0 and -1 >> 10**30 == -1
assert 1 ** 10**30 == 1 and 0 ** 10**30 == 0 and (-1) ** (10**30 + 1) == -1
