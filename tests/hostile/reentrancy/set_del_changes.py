class V:
    def __del__(self):
        s.clear()
        s.update(range(50))
def iand(): 
    global s
    s &= {1}
for f in (lambda: s.clear(), lambda: s.pop(), lambda: s.update(range(1000)), iand, lambda: s.difference_update(list(s)), lambda: s.__init__([1])):
    s = {V() for i in range(100)}
    f()
    s = set()
