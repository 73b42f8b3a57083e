class Liar:
    def __len__(self): return 2**62
    def __getitem__(self, i):
        if i > 5: raise IndexError
        return i
for f in (list, tuple, set, bytearray, bytes, reversed, sorted, enumerate, sum, max):
    try:
        r = f(Liar())
        next(iter(r))
    except (MemoryError, OverflowError, ValueError, TypeError, IndexError, StopIteration):
        pass
