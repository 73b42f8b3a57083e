# sweep: --what=close
# Closing under refusal: finalizers, cycles, modules, callbacks, output that is held back.
import atexit
import gc
import io
import weakref
# refused from here


class Node:
    def __init__(self):
        self.me, self.more = self, [self, {1: self}]

    def __del__(self):
        kept.append([str(self), {}])
        raise ValueError(self)


def generator():
    try:
        yield [nodes]
    finally:
        kept.append(f"{nodes}")


kept, nodes = [], [Node() for i in range(5)]
running = generator()
next(running)
reference = weakref.ref(nodes[0], lambda r: kept.append(r))
atexit.register(lambda: kept.extend(range(50)))
out = io.StringIO()
print(out, nodes, file=out)
gc.disable()
garbage = [Node() for i in range(20)]
del garbage
_private = Node()
