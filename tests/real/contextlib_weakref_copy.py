"""contextlib, weakref, copy, operator on a tree of the system's folders."""
import contextlib
import copy
import gc
import io
import operator
import os
import weakref


class Folder:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = weakref.ref(parent) if parent else None
        self.children = []


def tree(path, depth, parent=None):
    folder = Folder(os.path.basename(path), parent)
    for name in sorted(os.listdir(path))[:8]:
        full = os.path.join(path, name)
        if depth and os.path.isdir(full) and not os.path.islink(full):
            folder.children.append(tree(full, depth - 1, folder))
    return folder


def lines(folder, depth=0):
    yield "  " * depth + folder.name
    for child in folder.children:
        yield from lines(child, depth + 1)


root = tree("/usr/share/common-licenses/..", 1)
print(len(list(lines(root))) > 1, all(c.parent() is root for c in root.children))
alive = weakref.WeakSet(root.children)
names = weakref.WeakValueDictionary((c.name, c) for c in root.children)
print(len(alive) == len(root.children) == len(names))
final = weakref.finalize(root.children[0], print, "first child is gone")
twin = copy.copy(root)
deep = copy.deepcopy({"a": [1, {2, 3}], "b": (4, [5])})
print(twin.children is root.children, deep, copy.deepcopy([root.name] * 2))
root.children.clear()
gc.collect()
print(len(alive), len(names), final.alive)


@contextlib.contextmanager
def section(name):
    print("enter", name)
    try:
        yield name.upper()
    except KeyError as e:
        print("swallowed", e)
    finally:
        print("leave", name)


with section("a") as a, section("b") as b:
    print(a, b)
    raise KeyError("k")
with contextlib.suppress(ZeroDivisionError):
    1 / 0
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("captured")
print(repr(out.getvalue()))
with contextlib.ExitStack() as stack:
    for n in "xyz":
        stack.enter_context(section(n))
    stack.callback(print, "callback")
with contextlib.closing(io.StringIO("q")) as q:
    print(q.read())
print(q.closed, contextlib.nullcontext(5).enter_result)
rows = [("b", 2), ("a", 3), ("c", 1)]
print(sorted(rows, key=operator.itemgetter(1)), list(map(operator.attrgetter("name"), [root])) != [], operator.methodcaller("upper")("x"))
print(operator.add(2, 3), operator.concat([1], [2]), operator.indexOf([4, 5], 5), operator.countOf("banana", "a"))
