import types
from deep import chain, probe
probe(chain(lambda x: types.MethodType(x, 1), len, 10**5))
