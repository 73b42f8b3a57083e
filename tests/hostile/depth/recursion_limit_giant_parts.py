import sys
sys.setrecursionlimit(10**8)
from deep import chain, probe
for f in (lambda x: [x], lambda x: (x,), lambda x: {1: x}, lambda x: map(abs, x), lambda x: filter(None, x)):
    probe(chain(f, [1], 5 * 10**4))
