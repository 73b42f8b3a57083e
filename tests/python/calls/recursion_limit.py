"""RecursionError, and that everything works after it."""
import sys


def down(n): return down(n + 1)


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


try:
    down(0)
except RecursionError as e:
    print(e)
print(depth() > 900)
old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
print(depth() < 200)
sys.setrecursionlimit(old)


class Deep:
    def __repr__(self): return repr(self)
    def __getattr__(self, name): return getattr(self, name + "x")
    def __eq__(self, other): return self == other
    def __call__(self): return self()


for f in (lambda: repr(Deep()), lambda: Deep().missing, lambda: Deep() == 1, Deep()):
    try:
        f()
    except RecursionError as e:
        print(type(e).__name__)


def generator(n): yield from generator(n + 1)


try:
    list(generator(0))
except RecursionError as e:
    print(e)
l = []
l.append(l)
print(l)
sys.setrecursionlimit(20000)


def far(n): return 0 if n == 0 else 1 + far(n - 1)


print(far(15000))
