for n in (10**9, 10**11, 2**63 - 1):
    for s in ('a', '\u20ac', b'a', bytearray(b'a')):
        for name in ('ljust', 'rjust', 'center', 'zfill'):
            try:
                getattr(s, name)(n)
            except (MemoryError, OverflowError):
                pass
            else:
                assert False
