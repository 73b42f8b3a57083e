from itertools import zip_longest, repeat
for x in zip_longest(repeat(1), repeat(2)): pass
