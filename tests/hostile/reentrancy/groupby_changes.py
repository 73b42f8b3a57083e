import itertools
class K:
    def __eq__(self, other):
        try:
            next(g)
        except (StopIteration, RecursionError, ValueError):
            pass
        return False
g = itertools.groupby(range(50), key=lambda i: K())
try:
    for k, v in g:
        list(v)
except RecursionError:
    pass
