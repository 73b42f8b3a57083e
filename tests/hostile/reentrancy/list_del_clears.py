class A:
    def __del__(self):
        x.clear()
        x.append(B())
        x.extend(range(100))
class B: pass
def slices():
    x[:] = []
def step():
    del x[::2]
def item():
    x[0] = 1
for f in (lambda: x.clear(), lambda: x.pop(), slices, step, item, lambda: x.sort(key=id), lambda: x.reverse(), lambda: x.__init__(),
          lambda: x.__init__([1, 2, 3]), lambda: x.remove(x[3]), lambda: x.__imul__(0), lambda: x.__imul__(2), lambda: x.__delitem__(slice(3, 50))):
    x = [A() for i in range(100)]
    f()
    x = []
