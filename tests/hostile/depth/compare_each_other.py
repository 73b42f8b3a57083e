a, b = [], []
a.append(b)
b.append(a)
c, d = {}, {}
c[1], d[1] = d, c
for f in (lambda: a == b, lambda: a < b, lambda: c == d, lambda: (a, c) == (b, d), lambda: a in [b]):
    try:
        f()
    except RecursionError:
        pass
repr(a), repr(c)
