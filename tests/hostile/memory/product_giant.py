from itertools import product, permutations, combinations, combinations_with_replacement
for f in (lambda: product(range(10), repeat=10**10), lambda: product(range(10**9)), lambda: permutations(range(10), 10**10),
          lambda: combinations(range(10), 10**10), lambda: combinations_with_replacement(range(10), 10**10),
          lambda: product([], repeat=2**62)):
    try:
        next(f(), None)
    except (MemoryError, OverflowError):
        pass
