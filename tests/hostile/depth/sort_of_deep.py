x = []
y = []
for i in range(10**5):
    x, y = [x], [y]
for f in (lambda: sorted([x, y]), lambda: min(x, y), lambda: [x, y].index(y), lambda: [x].count(y), lambda: [x, y].remove(y)):
    try:
        f()
    except RecursionError:
        pass
