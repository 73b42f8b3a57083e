from itertools import count
dict.fromkeys(count())
