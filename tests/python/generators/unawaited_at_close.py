# Coroutines, generators and finalizers that live to the very end: in sys, in builtins, in sys.modules.
import builtins
import sys
import warnings


def make(name):
    async def f():
        pass
    f.__qualname__ = name
    return f()


def generator():
    try:
        yield 1
    finally:
        print("closed")


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


class Importer:
    def __del__(self):
        import textwrap


sys.coroutine = make("in sys")
builtins.coroutine = make("in builtins")
sys.modules["coroutine"] = make("in modules")
kept = make("in a global")
sys.loud = Loud("in sys")
builtins.loud = Loud("in builtins")
sys.generator = generator()
next(sys.generator)
builtins.generator = generator()
next(builtins.generator)
builtins.importer = Importer()
sys.importer = Importer()
sys.cycle = Importer()
sys.cycle.me = sys.cycle
