import sys
def hook(*a):
    sys.excepthook = None
    sys.stderr = None
    raise KeyError
old = sys.stderr
try:
    sys.unraisablehook = hook
    class A:
        def __del__(self): 1 / 0
    A()
    A()
    del sys.unraisablehook
    A()
finally:
    sys.stderr = old
    sys.unraisablehook = sys.__unraisablehook__
    sys.excepthook = sys.__excepthook__
