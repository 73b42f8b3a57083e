from deep import chain, probe
probe(chain(memoryview, b'abc', 10**5))
