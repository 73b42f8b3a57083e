# Long random runs of dict and OrderedDict operations: the same content and order.
from _collections import OrderedDict
def numbers(x):
    while True:
        x = (x * 1103515245 + 12345) % 2 ** 31
        yield x >> 8
def run(seed):
    r = numbers(seed); limit = (6, 40, 400, 3000)[seed % 4]
    d = {}; o = OrderedDict()
    for n in range(2500):
        op = next(r) % 16; v = next(r) % limit; k = v if seed % 3 else 'k%d' % v
        if seed % 5 == 0 and v % 7 == 0: k = (v,)
        if op < 6: d[k] = n; o[k] = n
        elif op < 8: d.pop(k, None); o.pop(k, None)
        elif op == 8 and d and o: d.popitem(); o.popitem()
        elif op == 9 and o: o.popitem(last=False)
        elif op == 10 and k in o: o.move_to_end(k, last=False)
        elif op == 11 and k in o: o.move_to_end(k)
        elif op == 12 and n % 40 == 0: d = d.copy(); o = o.copy()
        elif op == 13 and n % 50 == 0: d |= {i: n for i in range(v % 60)}; o.update({i: n for i in range(v % 60)})
        elif op == 14 and n % 300 == 0: d.clear(); o.clear()
        elif op == 15: d.setdefault(k, 1)
        if n % 97 == 0:
            print(n, len(d), len(o), list(d.items())[:8], list(o.items())[:8], list(o)[-3:], list(reversed(d))[:3], all(d[q] == w for q, w in d.items()), all(q in o for q in o))
for seed in range(1, 25): run(seed)
# the last entry after many deleted ones, over and over
d = {i: i for i in range(200000)}
for i in range(100000, 199999): del d[i]
print(d.popitem(), len(d), d.popitem(), len(d))
for i in range(200000): d[i] = 1; d.popitem()
print(len(d), 5 in d, 200001 in d, next(reversed(d)))
