for text in ('{:10000000000}', '{0[99999999999999999999]}', '{99999999999999999999}', '{0:{1}}', '{0:.{1}f}'):
    try:
        text.format([1], 10**11)
    except (MemoryError, ValueError, IndexError, TypeError, OverflowError):
        pass
