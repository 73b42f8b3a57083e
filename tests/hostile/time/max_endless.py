from itertools import count
max(count())
