import functools
@functools.lru_cache(3)
def f(x):
    f.cache_clear()
    if x.n: f(K(x.n - 1))
    return x
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        f.cache_clear()
        return False
for i in range(10): f(K(5))
class D:
    def __del__(self): f.cache_clear()
@functools.lru_cache(2)
def g(x): return D()
for i in range(10): g(i)
p = functools.partial(print, sep='')
class S(str):
    def __hash__(self):
        p.__setstate__((len, (), {}, {}))
        return 1
try:
    p(**{S('file'): None})
except TypeError:
    pass
class P:
    def __call__(self, *a):
        q.__setstate__((len, ([],), None, None))
        return 1
q = functools.partial(P(), 1, 2, 3)
q()
c = functools.cmp_to_key(lambda a, b: x.clear() or 0)
x = list(range(50))
try:
    x.sort(key=c)
except ValueError:
    pass
functools.reduce(lambda a, b: y.clear() or 1, y := [1, 2, 3])
