from deep import chain, probe
probe(chain(lambda x: (x,), (), 10**6))
