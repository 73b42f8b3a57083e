from deep import chain, probe
probe(chain(lambda x: {1: x}, {}, 3 * 10**5))
