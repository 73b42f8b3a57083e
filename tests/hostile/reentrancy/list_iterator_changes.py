x = list(range(100))
for i in x:
    x.pop()
    x.append(1) if i % 2 else x.pop()
it = iter(x)
x.clear()
assert list(it) == []
x = [1]
for i in x:
    if len(x) < 10000: x.append(i)
it = reversed(x)
next(it)
x.clear()
list(it)
it.__length_hint__()
it.__setstate__(5)
list(it)
