"""What the programs of depth/ do with a deep structure: everything.  Each step ends with a
result or with a RecursionError or MemoryError."""
import gc


def chain(wrap, x, count):
    for i in range(count):
        x = wrap(x)
    return x


def first(x):
    for item in x:
        return item


def probe(x):
    steps = [
        lambda: repr(x), lambda: str(x), lambda: f"{x}", lambda: hash(x), lambda: x == x, lambda: x != [x], lambda: x == [[x]],
        lambda: x < x, lambda: [x] == [x], lambda: len(x), lambda: bool(x), lambda: x in x, lambda: first(x), lambda: next(x),
        lambda: list(x), lambda: x(), lambda: x[0], lambda: x + x, lambda: iter(x), lambda: x.nothing, lambda: dir(x),
        lambda: x.__sizeof__(), lambda: isinstance(x, (int, str)), lambda: isinstance(1, x), lambda: max(x), lambda: {x: x}, lambda: "%s" % (x,),
        lambda: x | int, lambda: x.__doc__, lambda: x.__reduce_ex__(4), lambda: x.throw(ValueError), lambda: x.close(),
        lambda: setattr(x, "a", 1), lambda: bytes(x), lambda: x.copy(), lambda: print(x, file=None), gc.collect,
        lambda: gc.get_referents(x), lambda: gc.is_tracked(x),
    ]
    for step in steps:
        try:
            step()
        except (RecursionError, MemoryError, TypeError, AttributeError, KeyError, IndexError, ValueError, StopIteration, NotImplementedError,
                BufferError):
            pass
    del x, steps, step
    gc.collect()
