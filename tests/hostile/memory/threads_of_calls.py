def f(*args, **kwargs):
    return f(*args, *args, **kwargs)
f(1)
