class Liar:
    def __init__(self, n): self.n = n
    def __iter__(self): return iter((1, 2, 3))
    def __length_hint__(self): return self.n
for n in (10**10, 2**62, 2**63 - 1, 2**64, -1, 'a'):
    for f in (list, tuple, set, bytearray, lambda x: [].extend(x)):
        try:
            f(Liar(n))
        except (MemoryError, OverflowError, ValueError, TypeError):
            pass
