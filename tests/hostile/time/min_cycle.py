from itertools import cycle
min(cycle([1, 2, 3]))
