"""A tour of the memory system, on a real program: a word index of a text.

    ouro examples/tour.py [FILE]
"""
import gc
import sys
import tracemalloc
import weakref

try:
    import ouro
except ImportError:
    ouro = None

COLOR = sys.stdout.isatty()
try:
    import os
    COLOR = COLOR and "NO_COLOR" not in os.environ
except ImportError:
    pass


def heading(text):
    print(f"\n\033[1m{text}\033[0m" if COLOR else f"\n{text}")


def show(what, value):
    print(f"  {what:<58} {value}")


def indented(text):
    for line in str(text).splitlines():
        print(f"  {line}")


# -- the program

class Word:
    __slots__ = ("text", "lines", "__weakref__")

    def __init__(self, text):
        self.text = text
        self.lines = []


class Index:
    def __init__(self, source):
        self.source = source
        self.words = {}

    def add(self, number, line):
        for text in line.split():
            text = text.strip(".,;:()\"'").lower()
            if text:
                word = self.words.get(text)
                if word is None:
                    word = self.words[text] = Word(text)
                word.lines.append(number)

    def most(self, n):
        return sorted(self.words.values(), key=lambda w: (-len(w.lines), w.text))[:n]


def read(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield line


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else __file__
    before = sys.getallocatedblocks()

    heading("Names and objects")
    a = "a list has one object"
    b = a
    show("b = a: the same object?", a is b)
    show("references to it", sys.getrefcount(a))
    x = 1000
    y = x
    x += 1
    show("x += 1 binds x to another object; y keeps", (x, y))

    heading("Reference counts: freed at once, in order")

    class Noisy:
        def __init__(self, name):
            self.name = name

        def __del__(self):
            show(f"{self.name} is freed", "now")

    box = [Noisy("the list's item")]
    box.pop()
    thing = Noisy("the first object of the name")
    thing = Noisy("the second")
    del thing

    heading("A real program: an index of the words of a file")
    index = Index(path)
    for number, line in enumerate(read(path), 1):
        index.add(number, line)
    show("words", len(index.words))
    show("most frequent", ", ".join(f"{w.text} {len(w.lines)}" for w in index.most(4)))
    show("blocks that the index takes", sys.getallocatedblocks() - before)
    word = index.most(1)[0]
    show(f"a word with slots, in bytes; its list of {len(word.lines)} lines", f"{sys.getsizeof(word)}, {sys.getsizeof(word.lines)}")

    heading("Space: a generator instead of a list")
    squares = [n * n for n in range(100_000)]
    lazy = (n * n for n in range(100_000))
    show("100,000 squares as a list, in bytes", sys.getsizeof(squares))
    show("the same as a generator", sys.getsizeof(lazy))
    part = squares[:10]
    show("a slice copies references: same first item?", part[0] is squares[0])
    del squares, lazy, part

    heading("Cycles: what counting alone cannot free")
    gc.collect()
    gc.disable()
    node = {}
    node["self"] = node
    watch = weakref.ref(index)
    index.myself = index
    del node, index, word
    show("the index is unreachable, but still there", watch() is not None)
    show("gc.collect() finds unreachable objects", gc.collect())
    show("and the index is gone", watch() is None)
    gc.enable()

    heading("Generations")
    young = [[]]
    for expected in range(3):
        here = [g for g in range(3) if any(o is young for o in gc.get_objects(generation=g))]
        show("the object is in generation", here[0])
        gc.collect(min(expected, 1))
    show("thresholds", gc.get_threshold())
    show("collections so far", [s["collections"] for s in gc.get_stats()])

    if not ouro:
        return

    heading("Who holds an object: every reference, adding up to its count")
    shared = ["a list"]
    by_name = {"key": shared}
    pair = (shared, by_name)
    indented(ouro.why(shared))
    del by_name, pair

    heading("Which line asked for the memory")
    tracemalloc.start()
    rows = [str(n) for n in range(10_000)]
    statistic = tracemalloc.take_snapshot().statistics("lineno")[0]
    show(f"line {statistic.traceback[0].lineno} of this file, bytes", statistic.size)
    tracemalloc.stop()
    del rows

    heading("How long the program stood still for the collector")
    indented(ouro.pauses())

    heading("Arenas, pools and blocks")
    indented(ouro.heap())


main()
