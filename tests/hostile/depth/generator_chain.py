from deep import chain, probe
def g(x):
    for y in x:
        yield y
probe(chain(g, [1], 10**5))
