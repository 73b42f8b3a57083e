"""When a generator ends, its finally clauses run; at once."""


def g(name):
    try:
        yield 1
        yield 2
    finally:
        print("finally", name)


class Dies:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


x = g("a")
next(x)
del x
print("a gone")
next(g("b"))
g("never started")
for v in g("c"):
    break
print("loop left")
y = g("d")
list(y)
print("exhausted")


def holds():
    o = Dies("local")
    yield o.name
    print("unreached")


h = holds()
next(h)
h = None
print("h gone")


def early(items):
    for i in items:
        if i:
            return i


print(early(x for x in [0, 0, 3, 4]))


def bad():
    try:
        yield
    finally:
        print("cleanup")


def outer():
    yield from bad()


o = outer()
next(o)
del o
print("outer gone")
import gc


def cycle():
    me = yield
    try:
        yield me
    finally:
        print("cycle finally")


c = cycle()
next(c)
c.send(c)
del c
gc.collect()
print("end")
