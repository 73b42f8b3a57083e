from itertools import tee, count
a, b = tee(count())
for x in a:
    pass
