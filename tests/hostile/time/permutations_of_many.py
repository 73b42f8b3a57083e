from itertools import permutations
max(permutations(range(100)))
