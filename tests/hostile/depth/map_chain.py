from deep import chain, probe
probe(chain(lambda x: map(abs, x), [0, 1, 2], 10**6))
