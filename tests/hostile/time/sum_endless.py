from itertools import count, repeat, cycle
sum(repeat(1))
