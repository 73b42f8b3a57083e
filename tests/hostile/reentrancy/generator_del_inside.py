def g():
    try:
        yield 1
    finally:
        x.clear()
        yield 2
x = [g()]
next(x[0])
x.clear()
def h():
    try:
        yield
    finally:
        kept.append(me)
kept = []
me = h()
next(me)
x = me
del me
me = None
del x
import gc
gc.collect()
