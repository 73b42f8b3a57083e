from itertools import product
for x in product(range(10), repeat=100): pass
