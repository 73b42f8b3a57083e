class I:
    def __index__(self):
        x.clear()
        return 1
    def __bool__(self):
        x.clear()
        return True
    def __iter__(self):
        x.clear()
        return iter(())
    def keys(self):
        x.clear()
        return ()
x = [1, 2, 3]
def f(*a, **k): return a, k
f(*x, *I(), *x, **{}, **{'a': 1})
x = [1, 2, 3]
max(x, key=lambda i: x.clear() or i)
x = [3, 2, 1]
sorted(x, key=lambda i: x.clear() or i)
x = [[1], [2]]
sum(x, [])
x = [1] * 10
all(i for i in x if x.pop())
x = [[1, 2]] * 5
for a, b in x: x.clear()
a, b, *c = (x.clear() or i for i in [1, 2, 3, 4])
x = [1, 2, 3]
isinstance(1, (int, I))
print(*x, sep='', end='', file=None)
range(I(), I(), I())
slice(I(), I(), I()).indices(I())
