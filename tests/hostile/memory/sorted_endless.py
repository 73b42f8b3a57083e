from itertools import count
sorted(count())
