def f():
    n[0] += 1
    if n[0] == 5:
        list(it)
    return n[0] if n[0] < 20 else None
n = [0]
it = iter(f, None)
list(it)
class E:
    def __eq__(self, other):
        list(it2)
        return True
it2 = iter(lambda: E(), 1)
try:
    next(it2, None)
except RecursionError:
    pass
