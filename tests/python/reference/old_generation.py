# Cycles that die when they are old, beside much that lives: the collection of the old
# generation comes in slices, and whatever a program sees of it is as with one stop.
import gc
import weakref


class Node:
    made = finalized = 0

    def __init__(self, payload):
        Node.made += 1
        self.payload = payload
        self.next = None


class Final(Node):
    def __del__(self):
        Node.finalized += 1
        assert self.next is not None and self.payload is not None


class Phoenix(Node):
    risen = []

    def __del__(self):
        Phoenix.risen.append(self)


def ring(kind, count):
    nodes = [kind([i]) for i in range(count)]
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.next = b
    return nodes[0]


def make_old(count=100000):
    """Enough allocations that what lives becomes old, and an old generation due."""
    return [[i] for i in range(count)]


kept = make_old()
called = []
rings = [ring(Node, 500), ring(Final, 300), ring(Phoenix, 200), ring(Node, 20000)]
watchers = [weakref.ref(r, called.append) for r in rings]
inside = weakref.ref(rings[0].next)
kept.append(make_old())
print(all(w() is r for w, r in zip(watchers, rings)), inside() is rings[0].next)

# A generator, a closure and an exception hang on a ring.
def generator(node):
    yield node
    yield node

holder = ring(Node, 3000)
holder.payload = generator(holder)
next(holder.payload)
holder.next.payload = lambda: holder_copy
holder_copy = holder
try:
    raise ValueError(holder)
except ValueError as e:
    holder.next.next.payload = e
holder_watch = weakref.ref(holder)
del rings, holder, holder_copy

# Let the collector come by itself, then ask.
more = [make_old(50000) for _ in range(4)]
lost = 0
for i in range(300000):
    cycle = [i]
    cycle.append(cycle)
    more[i % 4][i % 50000] = cycle
    lost += 1
gc.collect()
print([w() is None for w in watchers], inside() is None, holder_watch() is None)
print(len(called), sorted(watchers.index(w) for w in called))
print(Node.finalized, len(Phoenix.risen), len({id(p) for p in Phoenix.risen}))
print(all(p.next in Phoenix.risen for p in Phoenix.risen[:5]))
Phoenix.risen.clear()
gc.collect()
print(len(Phoenix.risen), gc.collect(), gc.garbage)

# What is alive has stayed whole, though it was moved about all the time.
print(sum(item[0] for item in kept[:100000]), len(kept[100000]), sum(len(m) for m in more))


# A cursor that walks around a ring holds it, with one reference at a time.
class Step:
    __slots__ = ("next", "number", "__weakref__")


def steps(count):
    first = last = Step()
    first.number = 0
    for i in range(1, count):
        step = Step()
        step.number = i
        last.next = step
        last = step
    last.next = first
    return first


cursor = steps(30000)
watch = weakref.ref(cursor)
garbage = [make_old(20000) for _ in range(3)]
total = 0
for i in range(200000):
    cursor = cursor.next
    total += cursor.number
    x = [i]
    x.append(x)
    garbage[i % 3][i % 20000] = x
print(total, watch() is not None)
del cursor
gc.collect()
print(watch() is None)

# Lists that are changed while they are looked at, in every way that moves references.
big = [[i] for i in range(60000)]
big.append(big)
for i in range(400):
    big.reverse()
    big.insert(i, big.pop())
    big[i], big[-i - 1] = big[-i - 1], big[i]
    x = [[i] for i in range(300)]
    x[0].append(x)
big.sort(key=lambda v: v[0] if v and isinstance(v[0], int) else -1)
print(len(big), sum(v[0] for v in big if isinstance(v[0], int)))
table = {i: [i] for i in range(30000)}
for i in range(30000):
    key, value = table.popitem() if i % 2 else (i, table.pop(i, None))
    if value is not None:
        table[key] = value
    x = [i]
    x.append(x)
print(len(table), sum(v[0] for v in table.values()))
gc.freeze()
print(gc.get_freeze_count() > 100000)
gc.unfreeze()
print(gc.get_freeze_count(), gc.isenabled())
