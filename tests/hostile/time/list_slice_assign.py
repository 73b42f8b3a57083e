from itertools import filterfalse, repeat
list(filterfalse(None, repeat(1)))
