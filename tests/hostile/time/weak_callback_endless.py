import weakref
class A: pass
a = A()
def forever(r):
    while True: pass
r = weakref.ref(a, forever)
del a
