def g():
    while True:
        try:
            yield
        except GeneratorExit:
            while True: pass
x = g()
next(x)
x.close()
