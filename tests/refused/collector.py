# Cycles of all kinds, collections in the middle, thresholds, callbacks of gc.
import gc
# refused from here


class Node:
    def __init__(self, *links):
        self.links = list(links)


class Dying(Node):
    count = 0

    def __del__(self):
        Dying.count += 1
        self.links.append([self])


def cycles():
    for i in range(10):
        a, b = Node(), Dying()
        a.links.append(b)
        b.links += [a, {"a": a, i: (b, [a])}, {i}, lambda: (a, b), (x for x in [a, b])]
        b.me = b
        if i % 4 == 0:
            gc.collect()
        if i % 3 == 0:
            gc.collect(0)


def generators():
    def g():
        me = yield
        yield me, [me]
    x = g()
    next(x)
    x.send(x)
    try:
        raise ValueError
    except ValueError as e:
        kept = e
    del x, kept


def tool():
    seen = []
    gc.callbacks.append(lambda phase, info: seen.append(phase))
    try:
        gc.collect(1)
    finally:
        gc.callbacks.clear()
    assert seen in (["start", "stop"], ["start"], ["stop"], [])        # its MemoryError can go nowhere
    node = Node(1)
    assert gc.is_tracked(node) and node.links in gc.get_referents(node.__dict__) and gc.get_referrers(node.links)
    assert gc.get_objects() and len(gc.get_stats()) == 3 and gc.get_count() and gc.get_threshold()


gc.set_threshold(50, 3, 3)
cycles()
generators()
tool()
gc.freeze()
gc.unfreeze()
gc.collect()
assert Dying.count <= 10
