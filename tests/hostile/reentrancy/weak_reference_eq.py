import weakref
class A:
    def __eq__(self, other):
        global a, b
        a = b = None
        return True
    def __hash__(self): return 1
a, b = A(), A()
r, s = weakref.ref(a), weakref.ref(b)
r == s
a, b = A(), A()
p, q = weakref.proxy(a), weakref.proxy(b)
try:
    p == q
    hash(r)
except (ReferenceError, TypeError):
    pass
