from itertools import takewhile, filterfalse, repeat
[*filterfalse(None, repeat(1))]
