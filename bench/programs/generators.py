def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(source):
    for n in source:
        if n % 2 == 0:
            yield n


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def averager():
    total, n = 0, 0
    while True:
        value = yield total / n if n else 0
        total += value
        n += 1


print(sum(evens(count(1200000))))
print(sum(tree(16)))
print(sum(x * y for x in range(600) for y in range(600)))
a = averager()
next(a)
for i in range(100000):
    last = a.send(i)
print(last)
