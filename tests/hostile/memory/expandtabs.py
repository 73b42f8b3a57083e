for n in (10**9, 2**31 - 1, 2**31, 2**63):
    for s in ('\t', b'\t', '\t' * 1000, '\t\u20ac'):
        try:
            s.expandtabs(n)
        except (MemoryError, OverflowError):
            pass
