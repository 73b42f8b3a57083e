from deep import chain, probe
probe(chain(lambda x: filter(None, x), [0, 1, 2], 10**6))
