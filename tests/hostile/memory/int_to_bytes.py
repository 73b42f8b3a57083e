for n in (10**10, 2**31, 2**62, 2**63 - 1):
    try:
        (1).to_bytes(n, 'big')
    except (MemoryError, OverflowError):
        pass
    else:
        assert False
