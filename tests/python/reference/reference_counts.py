"""Counts rise and fall by exactly one; the object goes at that moment."""
import sys


class Thing:
    def __del__(self):
        print("freed")


def change(before, thing):
    return sys.getrefcount(thing) - before


thing = Thing()
start = sys.getrefcount(thing)
other = thing
print("assignment", sys.getrefcount(thing) - start)         # expect: 1
box = [thing]
print("container", sys.getrefcount(thing) - start)          # expect: 2
table = {"key": thing}
print("dict", sys.getrefcount(thing) - start)               # expect: 3
box.pop()
print("pop", sys.getrefcount(thing) - start)                # expect: 2
del table["key"]
print("del item", sys.getrefcount(thing) - start)           # expect: 1
other = None
print("rebinding", sys.getrefcount(thing) - start)          # expect: 0


def scope(argument):
    local = argument
    return sys.getrefcount(argument) - start


inside = scope(thing)
print("inside a call it is more", inside > 0)
print("end of a scope", sys.getrefcount(thing) - start)     # expect: 0
print("before del")
del thing
print("after del")
