from contextlib import contextmanager, ExitStack
with ExitStack() as stack:
    for i in range(20000):
        stack.callback(int)
@contextmanager
def c(n):
    if n:
        with c(n - 1):
            yield
    else:
        yield
try:
    with c(5000):
        pass
except RecursionError:
    pass
