def f(x):
    return lambda: x
x = None
for i in range(2 * 10**5):
    x = f(x)
del x
