def g():
    try:
        next(x)
    except ValueError:
        pass
    try:
        x.send(1)
    except ValueError:
        pass
    try:
        x.close()
    except ValueError:
        pass
    try:
        x.throw(KeyError)
    except ValueError:
        pass
    yield from x
x = g()
try:
    list(x)
except ValueError:
    pass
def h():
    global y
    y = None
    yield 1
    yield 2
y = h()
next(y)
