from itertools import repeat
next(filter(None, map(abs, repeat(0))))
