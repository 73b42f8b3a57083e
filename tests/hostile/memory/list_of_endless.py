from itertools import count
list(count())
