from functools import partial
from deep import chain, probe
probe(chain(partial, len, 10**5))
x = len
for i in range(10**5):
    p = partial(len)
    p.__setstate__((x, (), {}, {}))
    x = p
probe(x)
