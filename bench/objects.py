"""Resident bytes an object: 200,000 of a kind in a list, the list's slot left out.

Run by bench/memory under each interpreter; prints "kind bytes" lines."""
import gc
import os

COUNT = 200_000
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Plain:
    def __init__(self, a, b):
        self.a = a
        self.b = b


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


def resident():
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * PAGE


KINDS = {
    "int": lambda i: i + 1_000_000,
    "float": lambda i: i + 0.5,
    "tuple of two": lambda i: (None, i & 1),
    "empty list": lambda i: [],
    "list of two": lambda i: [None, None],
    "empty dict": lambda i: {},
    "dict of three": lambda i: {"a": None, "b": None, "c": None},
    "instance with two attributes": lambda i: Plain(None, None),
    "slots with two": lambda i: Slots(None, None),
    "10-character string": lambda i: "%010d" % i,
}


def measure(make):
    kept = [None] * COUNT
    make(0)
    before = resident()
    for i in range(COUNT):
        kept[i] = make(i)
    gc.collect()
    return (resident() - before) / COUNT


import sys
if len(sys.argv) > 1:
    print(f"{measure(KINDS[sys.argv[1]]):.1f}")
else:
    for kind in KINDS:
        print(kind)
