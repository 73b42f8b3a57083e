x = ()
for i in range(10**5):
    x = (x,)
for f in (lambda: {x}, lambda: {x: 1}, lambda: x in {1}, lambda: {1: 2}.get(x), lambda: frozenset([x]), lambda: hash(x)):
    try:
        f()
    except RecursionError:
        pass
