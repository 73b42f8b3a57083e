from deep import probe
def g(x):
    yield 0
    yield from x
x = iter([1, 2])
for i in range(10**5):
    x = g(x)
    next(x)
probe(x)
