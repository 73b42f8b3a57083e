import gc
class A:
    def __init__(self): self.me = self
    def __del__(self):
        x.clear()
        d.clear()
        s.clear()
        b.clear()
        x.extend(range(3))
gc.set_threshold(1)
try:
    for i in range(300):
        x, d, s, b = list(range(50)), dict.fromkeys(range(50)), set(range(50)), bytearray(50)
        A()
        [x + [i] for i in x]
        A()
        d | {k: [k] for k in d}
        A()
        s | {(k,) for k in s}
        A()
        x.extend([i] for i in range(50))
        A()
        x[3:5] = [[i] for i in range(20)]
        A()
        d.update({i: [i] for i in range(100)})
        A()
        x.sort(key=lambda i: [str(i)])
        A()
        list(zip(x, map(lambda i: [i], d), enumerate(s)))
        A()
        [*x, *d, *s]
        A()
        tuple(x), list(d.items()), dict(d), set(x) if not x or type(x[0]) is int else 0
        A()
        b.join([bytes([i]) for i in b])
        A()
        '%s %s' % (x, d), repr(s), f'{x}'
finally:
    gc.set_threshold(700, 10, 10)
