class M:
    def keys(self):
        d.clear()
        return ['a', 'b', 'c']
    def __getitem__(self, k):
        d.clear()
        d[k] = k
        return 1
d = {i: i for i in range(100)}
d.update(M())
d |= [('a', 1)]
def pairs():
    for i in range(100):
        d.clear()
        yield i, i
d.update(pairs())
dict(M(), **M())
def f(**k): return k
f(**M())
class K(str):
    def __hash__(self): return 1
    def __eq__(self, other):
        source.clear()
        return False
source = {}
source = {K('a'): 1, K('b'): 2}
d = {K('c'): 1}
try:
    d.update(source)
except RuntimeError:
    pass
try:
    dict(source)
except RuntimeError:
    pass
