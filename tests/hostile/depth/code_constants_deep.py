x = ()
for i in range(10**5):
    x = (x,)
def f(): pass
c = f.__code__
for g in (lambda: c.replace(co_consts=x), lambda: hash(c.replace(co_consts=x)), lambda: c.replace(co_consts=x) == c.replace(co_consts=(x,)),
          lambda: repr(c.replace(co_consts=x))):
    try:
        g()
    except (RecursionError, ValueError, TypeError):
        pass
