x = frozenset()
try:
    for i in range(10**5):
        x = frozenset([x])
except RecursionError:
    pass
try:
    repr(x)
except RecursionError:
    pass
del x
