t = int
for i in range(10**6):
    t = (t,)
for f in (isinstance, issubclass):
    try:
        f(str if f is issubclass else '', t)
    except RecursionError:
        pass
try:
    try:
        raise KeyError
    except t:
        pass
except (RecursionError, TypeError, KeyError):
    pass
try:
    'a'.startswith(t)
except (TypeError, RecursionError):
    pass
