from itertools import filterfalse, repeat
a, b = filterfalse(None, repeat(1))
