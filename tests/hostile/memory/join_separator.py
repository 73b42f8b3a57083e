for s in ('x' * 10**7, b'x' * 10**7, bytearray(10**7)):
    try:
        s.join([s[:0]] * 10**5)
    except (MemoryError, OverflowError):
        pass
    else:
        assert False
