for n in (10**9, 10**10, 10**18, 10**19, 10**30):
    for value, kinds in ((1, 'dxobnc,'), (1.5, 'fgen%'), ('a', 's'), (1j, 'f')):
        for kind in kinds:
            for spec in ('{}{}', '>{}{}', '.{}{}', '0{}{}', '*^{}{}'):
                try:
                    format(value, spec.format(n, kind))
                except (MemoryError, OverflowError, ValueError):
                    pass
