s = '\n' * 10**7
for f in (s.splitlines, lambda: s.split('\n'), lambda: list(s), lambda: s.partition('\n'), lambda: tuple(s), lambda: [*s]):
    try:
        f()
    except MemoryError:
        pass
