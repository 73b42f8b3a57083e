import types
from deep import chain, probe
probe(chain(types.MappingProxyType, {1: 2}, 10**5))
