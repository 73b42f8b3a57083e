import weakref
class A: pass
def clear(r):
    objects.clear()
    references.clear()
objects = [A() for i in range(100)]
references = [weakref.ref(o, clear) for o in objects for i in range(3)]
objects.pop()
d = weakref.WeakValueDictionary()
k = weakref.WeakKeyDictionary()
objects = [A() for i in range(100)]
for i, o in enumerate(objects):
    d[i] = o
    k[o] = i
for i in d:
    objects.clear()
for i in k:
    pass
s = weakref.WeakSet(A() for i in range(10))
list(s)
a = A()
p = weakref.proxy(a, clear)
del a
try:
    p.x
except ReferenceError:
    pass
