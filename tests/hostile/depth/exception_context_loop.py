a, b = ValueError(1), ValueError(2)
a.__context__, b.__context__ = b, a
try:
    raise a
except ValueError:
    try:
        raise b
    except ValueError:
        raise a
