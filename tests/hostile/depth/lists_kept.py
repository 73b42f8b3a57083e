from deep import chain, probe
x = chain(lambda x: [x], [], 10**6)
probe(x)
