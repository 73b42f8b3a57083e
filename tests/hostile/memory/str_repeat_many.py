for n in (10**9, 10**10, 10**12, 10**15, 2**62, 2**63 - 1, 2**64, 10**30):
    for s in ('x', 'xy', '\xe9', '\u20ac', b'x', b'xy', bytearray(b'z'), [0], [0, 1], (0,), (0, 1)):
        for f in (lambda: s * n, lambda: n * s):
            try:
                f()
            except (MemoryError, OverflowError):
                pass
            else:
                assert False, (s, n)
