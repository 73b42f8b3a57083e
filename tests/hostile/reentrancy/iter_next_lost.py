class A:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n == 3:
            del A.__next__
        return self.n
try:
    list(A())
except TypeError:
    pass
class B:
    def __getitem__(self, i):
        if i == 5: del B.__getitem__
        return i
try:
    list(B())
except TypeError:
    pass
