import weakref
class A: pass
x = A()
keep = []
for i in range(10**5):
    a = A()
    a.r = weakref.ref(x, lambda r: None)
    a.x = x
    x = a
del x, a
