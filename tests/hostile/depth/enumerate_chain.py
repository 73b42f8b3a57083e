from deep import chain, probe
probe(chain(enumerate, [1], 5 * 10**5))
