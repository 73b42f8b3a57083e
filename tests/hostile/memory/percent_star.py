for text in ('%*d', '%*s', '%.*f', '%.*d', '%*x'):
    for n in (10**9, 10**10, 2**31, 2**62, 2**63 - 1, 2**64):
        for sign in (1, -1):
            try:
                text % (sign * n, 1)
            except (MemoryError, OverflowError, ValueError):
                pass
