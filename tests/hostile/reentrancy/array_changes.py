from array import array
class I:
    def __init__(self, n): self.n = n
    def __index__(self):
        del a[:]
        return self.n
    def __float__(self):
        del a[:]
        return 1.0
def item(): a[I(5)] = I(6)
def value(): a[5] = I(6)
def slices(): a[I(0):I(50)] = array('l', [1, 2])
def delete(): del a[I(3):I(60)]
for code in 'bld':
    for f in (lambda: a[I(5)], lambda: a.insert(I(5), I(6)), lambda: a.pop(I(5)), lambda: a.append(I(5)), lambda: a.extend([I(1), I(2)]), lambda: a * I(3),
              lambda: a.index(I(3)), lambda: a.fromlist([1, I(2), 3]), lambda: a[I(0):I(50)], item, value, slices, delete, lambda: a.remove(I(1)), lambda: a.__imul__(I(3))):
        a = array(code, range(100))
        try:
            f()
        except (IndexError, ValueError, TypeError, OverflowError):
            pass
class E:
    def __eq__(self, other):
        del a[:]
        return False
a = array('l', range(100))
try:
    a.index(E()), a.count(E()), E() in a
except ValueError:
    pass
x = [1, 2, 3]
class J:
    def __index__(self):
        x.clear()
        return 1
a = array('l')
x = [1, J(), 2, 3, 4, 5]
try:
    a.fromlist(x)
except (RuntimeError, TypeError):
    pass
