import weakref
class A: pass
objects = [A() for i in range(50000)]
def pop(r):
    if objects: objects.pop()
references = [weakref.ref(o, pop) for o in objects]
objects.pop()
assert not objects or True
