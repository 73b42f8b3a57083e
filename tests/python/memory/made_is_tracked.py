# What a class makes is seen by the collector, whatever way the class is called.
import gc

bases = str, bytes, int, float, complex, tuple, frozenset, list, dict, set, bytearray, object, Exception


def show(how, object):
    print(how, type(object).__mro__[1].__name__, gc.is_tracked(object))


for base in bases:
    class WithInit(base):
        def __init__(self):
            self.me = self
    class Without(base):
        pass
    class WithNew(base):
        def __new__(cls):
            return base.__new__(cls)
    show("init", WithInit())
    for _ in range(3):
        last = WithInit()
    show("again", last)
    show("plain", Without())
    show("new", WithNew())
    show("bare", base.__new__(Without))
