import itertools
class It:
    def __iter__(self): return self
    def __next__(self):
        try:
            return next(b)
        except RuntimeError:
            raise StopIteration
a, b = itertools.tee(It())
try:
    next(a)
except (RuntimeError, StopIteration):
    pass
def g():
    for i in range(100):
        copies.append(a.__copy__())
        yield i
copies = []
a, b = itertools.tee(g())
try:
    list(a), list(b)
except RuntimeError:
    pass
