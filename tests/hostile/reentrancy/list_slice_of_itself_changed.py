class A:
    def __iter__(self):
        x.clear()
        return iter([1, 2, 3] * 100)
x = [0] * 50
x[10:20] = A()
x = [0] * 50
try:
    x[::2] = A()
except ValueError:
    pass
x = [0] * 50
x += A()
x = [0] * 50
x.extend(A())
def g():
    for i in range(100):
        x.pop() if x else None
        yield i
x = [0] * 50
x.extend(g())
x = [0] * 50
x[5:9] = g()
x = [0] * 50
x += g()
