def g(n):
    yield n
    if n:
        yield from g(n - 1)
for x in g(3000):
    pass
