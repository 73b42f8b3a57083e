from itertools import count
tuple(count())
