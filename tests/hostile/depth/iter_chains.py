import itertools
from deep import chain, probe
for f in (lambda x: itertools.chain(x), lambda x: itertools.chain.from_iterable([x]), lambda x: itertools.islice(x, 5),
          lambda x: itertools.takewhile(bool, x), lambda x: itertools.dropwhile(bool, x), lambda x: itertools.filterfalse(bool, x),
          lambda x: itertools.starmap(divmod, x), lambda x: itertools.accumulate(x), lambda x: itertools.cycle(x),
          lambda x: itertools.compress(x, x), lambda x: itertools.zip_longest(x), lambda x: itertools.pairwise(x),
          lambda x: itertools.groupby(x), lambda x: itertools.tee(x)[0]):
    probe(chain(f, [1, 2], 50000))
