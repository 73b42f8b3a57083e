def f():
    x = [1]
    def g():
        nonlocal x
        x = None
        return 1
    class A:
        def __eq__(self, other):
            g()
            return True
        def __add__(self, other):
            g()
            return self
        def __getattr__(self, n):
            g()
            return self
    x = A()
    x == x
    x = A()
    x + x
    x = A()
    x.y
    del x
    try:
        x
    except NameError:
        pass
f()
