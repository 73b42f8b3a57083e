from itertools import chain, repeat
next(chain.from_iterable(repeat(())))
