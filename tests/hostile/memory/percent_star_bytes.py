for text in (b'%*d', b'%*s', b'%.*f'):
    for n in (10**9, 2**31, 2**62):
        try:
            text % (n, 1)
        except (MemoryError, OverflowError, ValueError, TypeError):
            pass
