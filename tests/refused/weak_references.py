# Weak references, their callbacks, __del__, resurrection: each runs once.
import weakref
# refused from here

log = []


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


class Phoenix:
    kept = []

    def __del__(self):
        Phoenix.kept.append(self)


def check():
    n = Node("n")
    calls = []
    r, p = weakref.ref(n, calls.append), weakref.proxy(n)
    s = weakref.ref(n)
    assert r() is n and p.name == "n" and s is weakref.ref(n) and weakref.getweakrefcount(n) == 3 and hash(s)
    n = p = None
    assert r() is None and s() is None and calls == [r] and log[-1:] == ["n"]
    d = weakref.WeakValueDictionary()
    k = weakref.WeakKeyDictionary()
    a = Node("a")
    d["a"], k[a] = a, [1]
    assert d["a"] is a and len(k) == 1
    del a
    assert len(d) == 0 and len(k) == 0
    w = weakref.WeakSet()
    keep = [Node(i) for i in range(5)]
    w.update(keep)
    keep.pop()
    assert len(w) == 4
    f = weakref.finalize(keep[0], calls.append, "final")
    keep.clear()
    assert calls[-1] == "final" and not f.alive and len(w) == 0


def resurrect():
    for i in range(3):
        Phoenix().i = i
    Phoenix.kept.clear()
    cycle = Node("cycle")
    cycle.self = cycle
    r = weakref.ref(cycle, lambda r: log.append("gone"))
    del cycle
    import gc
    gc.collect()
    assert r() is None


check()
resurrect()
