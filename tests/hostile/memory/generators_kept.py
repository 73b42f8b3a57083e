def g():
    a = b = c = d = [1]
    yield a
kept = []
while True:
    x = g()
    next(x)
    kept.append(x)
