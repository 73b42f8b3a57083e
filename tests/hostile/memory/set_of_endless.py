from itertools import count
set(count())
