from collections import OrderedDict, defaultdict, Counter, UserList, ChainMap
from deep import chain, probe
for f in (lambda x: OrderedDict(a=x), lambda x: defaultdict(int, a=x), lambda x: UserList([x]), lambda x: ChainMap({1: x})):
    probe(chain(f, None, 20000))
