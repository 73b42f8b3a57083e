# with: exits run exactly once, in order, whatever is refused.
import contextlib
# refused from here

log = []


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow, self.depth = name, swallow, 0

    def __enter__(self):
        self.depth += 1
        return self

    def __exit__(self, kind, value, traceback):
        self.depth -= 1
        return self.swallow and kind is ValueError


def check():
    a, b, c = Manager("a"), Manager("b", True), Manager("c")
    try:
        with a as x, b as y, c:
            log.append(x.name + y.name)
            raise ValueError(str(x))
        for i in range(3):
            with a:
                if i == 1:
                    continue
                with b:
                    raise ValueError([i])
        try:
            with a, c:
                {}["missing"]
        except KeyError:
            pass
    finally:
        assert a.depth == b.depth == c.depth == 0, "an exit was lost"
    assert log == ["ab"]


@contextlib.contextmanager
def managed(n):
    items = [n]
    try:
        yield items
    except KeyError as e:
        items.append(repr(e))
    finally:
        items.append("closed")


def generators():
    with managed(1) as m:
        m.append(2)
        raise KeyError("k")
    assert m == [1, 2, "KeyError('k')", "closed"]
    with contextlib.suppress(ZeroDivisionError), contextlib.ExitStack() as stack:
        kept = [stack.enter_context(managed(i)) for i in range(3)]
        1 / 0
    assert kept[2] == [2, "closed"]


check()
generators()
