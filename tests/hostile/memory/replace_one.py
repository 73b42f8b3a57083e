for make in (str, lambda s: s.encode(), lambda s: bytearray(s.encode()), lambda s: s.replace('a', '\u20ac')):
    s = make('a' * 10**6)
    try:
        s.replace(s[:1], s)
    except (MemoryError, OverflowError):
        pass
    else:
        assert False
