for n in (10**9, 10**10, 10**19, 10**30):
    for c in 'dsxfgreo':
        for w in ('%{}{}', '%-{}{}', '%0{}{}', '%.{}{}'):
            try:
                w.format(n, c) % 1
            except (MemoryError, OverflowError, ValueError):
                pass
