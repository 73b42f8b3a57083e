# range and slice
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
B = 10 ** 30
for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(0), range(5, 2), range(B, B + 5), range(B, 0, -B), range(-2 ** 62, 2 ** 62 - 1, 2 ** 60), range(2 ** 63 - 2, 2 ** 63 + 2), range(0, -2 ** 64, -2 ** 62), range(True, 3)):
    print(r, r.start, r.stop, r.step, bool(r), list(r), list(reversed(r)), r == range(r.start, r.stop, r.step), hash(r) == hash(range(r.start, r.stop, r.step)), r.__reduce__()[1])
    if r: print(r[0], r[-1], r[1:], r[::-1], r[:2], r[::2], r.index(r[0]), r.count(r[-1]), r[0] in r, r[0] + 1 in r, r[-1] in r, 'x' in r, 1.0 in r)
print(len(range(10)), range(3) == range(0, 3, 1), range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) != range(4), range(3) == [0, 1, 2], range(5)[1:3][0], range(10)[2:8:2][::-1], range(1, 4, 5) == range(1, 2))
for f in (lambda: range(0, 1, 0), lambda: range('a'), lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1.5), lambda: range(3)[5], lambda: range(3)['a'], lambda: range(3).index(5), lambda: len(range(B)), lambda: range(B)[10 ** 40], lambda: range(3) < range(4), lambda: range(3)[::0], lambda: range(3).index('a'), lambda: range(x=1), lambda: range(3).count(), lambda: range(3).index(2.5), lambda: range(3) + range(3)):
    show(f)
def setit(): range(3)[0] = 1
def setattr_(): range(3).start = 1
show(setit); show(setattr_)
class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
    def __eq__(self, o): return self.v == o
    def __hash__(self): return hash(self.v)
print(range(I(3)), range(10)[I(2)], list(range(I(1), I(4))), I(2) in range(3), range(3).index(I(2)), range(3).count(I(7)), 2.0 in range(3), range(3).index(2.0), True in range(2), range(3).count(True))
for it in (iter(range(5)), iter(range(B, B + 5)), reversed(range(0, 10, 3))):
    print(type(it).__name__, it.__length_hint__(), next(it), it.__reduce__()[1:], it.__length_hint__()); it.__setstate__(3); print(list(it), it.__length_hint__()); it.__setstate__(0); print(list(it)); it.__setstate__(-5); print(list(it))
print([x for x in range(3)], sum(range(101)), max(range(5)), sorted(range(3), reverse=True), tuple(range(3)), set(range(3)), [*range(2)], hash(range(0)) == hash(range(2, 2)), hash(range(1)) == hash(range(0, 1, 5)))
# slice
s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, slice(5), slice(1, 2), slice(None), slice('a', [], {}))
for args in ((10,), (3,), (0,), (B,), (True,)):
    print(s.indices(*args), slice(None).indices(*args), slice(None, None, -1).indices(*args), slice(-3, None).indices(*args), slice(B, -B, -2).indices(*args), slice(-1, -5, -1).indices(*args))
print(slice(1, 2) == slice(1, 2), slice(1, 2) != slice(1, 3), slice(1, 2) < slice(1, 3), slice(1) == slice(1, None), slice(1).__reduce__())
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: hash(slice(1)), lambda: slice(1).indices(), lambda: slice(1).indices(-1), lambda: slice(1, 2, 0).indices(1), lambda: slice('a').indices(1), lambda: slice(a=1), lambda: slice(1) < 2, lambda: slice(1).indices('a')):
    show(f)
def set_start(): s.start = 5
show(set_start)
class G:
    def __getitem__(self, k): return k
g = G(); print(g[1:2], g[::3], g[1:2, ...], g[:], g[1:'a':None], g[()], g[1,])
print('abcdef'[I(1):I(4)], [1, 2, 3][I(-1)], (1, 2, 3)[:I(2)])
