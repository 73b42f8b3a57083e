# For every object of the heap: what holds it, and how often, is its reference count.
import collections
import gc
import ouro
import sys


class Node:
    def __init__(self, next):
        self.next = next


class Slotted:
    __slots__ = ("first", "second")


x = ["the object"]
node, slotted = Node(x), Slotted()
slotted.first = slotted.second = x
box = {"value": x, (1, 2): [x, x]}
group = collections.deque([x])
shared = {frozenset({"word"})}


def kinds(why):
    return sorted((r.kind, str(r.name)) for r in why.references)


def inner(argument):
    local = argument

    def closure():
        return local

    generator = (i for i in [argument])
    assert next(generator) is x
    return ouro.why(argument), closure


why, closure = inner(x)
assert why.count == len(why.references) + why.held_by_c == 12, why
assert why.held_by_c == 0
expected = ["attribute next", "field ", "field cell_contents", "item 0", "item 0", "item 1", "local argument", "local i", "slot first",
            "slot second", "value value", "value x"]
assert [f"{k} {n}" for k, n in kinds(why)] == expected, kinds(why)
del why
print(ouro.why(node))
print(ouro.why(Slotted).path)
print(ouro.why(7))
print(ouro.why(object()))
print(ouro.why(list).counted, ouro.why(None).count)

# A cycle that nothing holds.
lost = Node(None)
lost.next = lost
number = id(lost)
del lost
why = ouro.why(next(o for o in gc.get_objects() if id(o) == number))
assert why.count == len(why.references) + why.held_by_c, why
assert [r.name for r in why.references] == ["next"], why
assert why.path == "", why
print("no root" in repr(why))
gc.collect()

# In C code that holds a reference of its own.
why, = map(ouro.why, [["alone"]])
assert (why.count, len(why.references), why.held_by_c) == (2, 1, 1), why


def every_object_adds_up():
    objects = list(ouro.walk())
    wrong = []
    for i in range(0, len(objects), 17):
        why = ouro.why(objects[i])
        if why.counted and why.count != len(why.references) + why.held_by_c or why.held_by_c:
            wrong.append(why)
    return wrong


wrong = every_object_adds_up()
assert not wrong, wrong[:3]

# Paths are expressions that people can read.
import json
print(ouro.why(json.decoder.JSONDecoder).path)
print(ouro.why(sys.modules).path)
