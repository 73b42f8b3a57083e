from deep import chain, probe
probe(chain(lambda x: zip(x), [1], 5 * 10**5))
