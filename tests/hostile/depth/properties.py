from deep import chain, probe
probe(chain(property, len, 10**5))
