class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        if len(d) < 2000:
            for i in range(2, 100): d[len(d) + i] = 1
        return False
d = {}
for i in range(20):
    d[K()] = 1
    d.get(K())
    d.pop(K(), None)
