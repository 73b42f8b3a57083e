class A:
    def __repr__(self):
        x.clear()
        return 'A'
x = [A() for i in range(100)]
repr(x)
class B:
    def __repr__(self):
        x.append(B()) if len(x) < 1000 else None
        return 'B'
x = [B()]
repr(x)
x = {i: A() for i in range(100)}
repr(x)
x = {A() for i in range(10)}
repr(x)
from collections import deque, OrderedDict
x = deque(A() for i in range(10))
try:
    repr(x)
except RuntimeError:
    pass
x = OrderedDict((i, A()) for i in range(10))
repr(x)
