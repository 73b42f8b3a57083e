from collections import defaultdict, Counter
def factory():
    d.clear()
    d.default_factory = None
    return 1
d = defaultdict(factory, {i: i for i in range(100)})
d['x']
try:
    d['y']
except KeyError:
    pass
class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        c.clear()
        return False
c = Counter()
c.update(K() for i in range(20))
