x = [1, 2, 3]
def g():
    for i in x:
        if len(x) > 10000: return
        yield i
x.extend(g())
x.sort(key=lambda i: i)
