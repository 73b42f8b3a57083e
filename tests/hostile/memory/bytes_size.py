for n in (10**9, 10**11, 2**62, 2**63 - 1, 2**63, 2**70):
    for f in (bytes, bytearray):
        try:
            f(n)
        except (MemoryError, OverflowError):
            pass
        else:
            assert False
