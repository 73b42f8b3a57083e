r = range(10**30)
try:
    len(r)
except OverflowError:
    pass
assert r[10**29] == 10**29 and 5 in r and r.index(10**29) == 10**29
for f in (list, tuple, set, sorted, bytearray):
    try:
        f(r)
    except (MemoryError, OverflowError, ValueError):
        pass
    else:
        assert False
