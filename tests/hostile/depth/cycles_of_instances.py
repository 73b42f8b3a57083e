import gc
class A: pass
a = first = A()
for i in range(2 * 10**5):
    n = A()
    n.x = a
    a = n
first.x = a
del a, first, n
assert gc.collect() >= 2 * 10**5
