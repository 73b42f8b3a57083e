m = memoryview(bytearray(1000))
for f in (lambda: m.cast('B', [2**62, 2]), lambda: m.cast('B', [10**30]), lambda: m[:] * 10**10, lambda: m.cast('B', [0] * 64)):
    try:
        f()
    except (TypeError, ValueError, OverflowError, MemoryError):
        pass
