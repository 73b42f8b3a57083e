class F:
    def __del__(self): [self] * 1000
kept = []
try:
    while True:
        kept.append(F())
except MemoryError:
    pass
kept.clear()
