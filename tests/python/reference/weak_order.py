"""Weak references die before the finalizer's object goes, callbacks in order."""
import gc
import weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, first() is None)


thing = Thing("a")
first = weakref.ref(thing, lambda r: print("callback 1", r() is None))
second = weakref.ref(thing, lambda r: print("callback 2", r() is None))
print(first() is thing, weakref.getweakrefcount(thing))
del thing
print(first(), second())

thing = Thing("b")
first = weakref.ref(thing, lambda r: print("callback of a cycle"))
thing.me = thing
del thing
gc.collect()
print(first())
proxy_target = Thing("p")
first = weakref.ref(proxy_target)
proxy = weakref.proxy(proxy_target)
print(proxy.name)
del proxy_target
try:
    proxy.name
except ReferenceError as e:
    print("ReferenceError:", e)
