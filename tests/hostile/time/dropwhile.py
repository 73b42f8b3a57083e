from itertools import dropwhile, repeat
next(dropwhile(lambda x: True, repeat(1)))
