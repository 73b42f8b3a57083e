def g():
    import sys
    f = sys._getframe()
    f.f_locals
    yield f
x = g()
f = next(x)
try:
    f.clear()
except RuntimeError:
    pass
x.gi_frame and x.gi_frame.f_locals
try:
    next(x)
except StopIteration:
    pass
def run():
    import sys
    try:
        sys._getframe().clear()
    except RuntimeError:
        pass
    try:
        sys._getframe(1).clear()
    except RuntimeError:
        pass
run()
