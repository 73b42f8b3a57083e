# list: methods, operators, slices, errors.
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)

a = [3, 1, 2]
a.append(4); print(a)
a.extend((5, 6)); print(a)
a.extend(x * x for x in range(3)); print(a)
a.insert(0, 'first'); a.insert(-1, 'near'); a.insert(100, 'last'); a.insert(-100, 'very first'); print(a)
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(4); print(a, a.index(1), a.count(1), 5 in a, 99 in a, 99 not in a)
a.reverse(); print(a, len(a))
b = a.copy(); b.clear(); print(a, b, b == [], bool(b), bool(a))
print([1] + [2, 3], [0] * 3, 2 * [1, 2], [1] * 0, [1] * -5)
c = d = [1, 2]; c += (3,); c *= 2; print(d, c is d)
c *= 0; print(c)
print([1, 2] < [1, 3], [1, 2] <= [1, 2], [1] < [1, 0], [2] > [1, 9], [1, 2] == [1, 2.0], [1] != [1], [1] == (1,), [1, 2] >= [1, 2, 3])

# slices
s = list(range(10))
for sl in (slice(2, 5), slice(None, None, 2), slice(None, None, -1), slice(-3, None), slice(5, 2), slice(5, 2, -1), slice(100, -100, -3), slice(None, -1), slice(0, 10, 20)):
    print(sl, s[sl])
t = s[:]; t[2:5] = 'ab'; print(t)
t[0:0] = [7, 8]; print(t)
t[:] = t[::-1]; print(t)
t[1:1] = t; print(t)
t[::2] = [0] * len(t[::2]); print(t)
del t[1::2]; print(t)
del t[-1:], t[:1]; print(t)
t[5:2] = [1, 2]; print(t)
u = list(range(20)); del u[15:2:-4]; print(u)
u[3:3] = range(3); print(u)
del u[:]; print(u)
u[:] = {1: 2}; print(u)

for f in (lambda: [1][5], lambda: [1]['a'], lambda: [][0], lambda: [1][10 ** 100], lambda: [1] + (1,), lambda: [1] * 'a',
          lambda: [1] * 10 ** 100, lambda: [1].index(2), lambda: [].remove(1), lambda: [].pop(), lambda: [1].pop(4),
          lambda: list(1), lambda: list(1, 2), lambda: list(a=2), lambda: [].append(), lambda: [].insert(1),
          lambda: [].sort(1), lambda: [].sort(x=1), lambda: [1, 'a'].sort(), lambda: hash([]), lambda: [1][1:2:0],
          lambda: [1]['a':], lambda: [].count(), lambda: [].copy(1), lambda: [].extend(1), lambda: [].pop('a'),
          lambda: [].pop(1, 2), lambda: [1].index(1, 'a'), lambda: [1, 2] < [1, 'a'], lambda: [1] < 2,
          lambda: [0] * 2 ** 62, lambda: [1, 2, 3].index(3, 0, 2), lambda: [1, 2, 3, 1].index(1, 1), lambda: [1, 2].index(2, -1)):
    show(f)
def assign(l, i, v):
    l[i] = v
    return l
def delete(l, i):
    del l[i]
    return l
show(assign, [1, 2], 5, 1); show(assign, [1, 2], 'a', 1); show(assign, [1, 2], slice(None, None, 2), 1)
show(assign, [1, 2], slice(None, None, 2), [1, 2]); show(assign, [1, 2], slice(0, 2), 1); show(delete, [1, 2], 5)
show(assign, [1, 2], -1, 'x'); show(delete, [1, 2, 3], -2); show(assign, [1, 2, 3], slice(None, None, -1), 'abc')

# recursion, repr
r = [1]; r.append(r); print(r, repr(r) == str(r), r == r)
print([], [1], ['a', "b'", 1.5, None, True], [[]], [()], [[1, [2, [3]]]])

# subclass
class L(list):
    def __init__(self, *args, tag=None):
        super().__init__(*args)
        self.tag = tag
l = L([1, 2], tag='t'); l.append(3)
print(l, l.tag, type(l), type(l[:]), type(l + l), type(l.copy()), isinstance(l, list), l == [1, 2, 3])
class Loud(list):
    def append(self, x):
        print('append', x)
        list.append(self, x)
q = Loud(); q.append(1); print(q)
print(list('abc'), list({1: 2, 3: 4}), list((1, 2)), list(range(3)), list(iter([1])), list())

# iterators
it = iter([1, 2, 3]); next(it)
print(it.__length_hint__(), list(it), it.__length_hint__(), list(it))
g = [1, 2, 3]; it = iter(g); next(it); g.append(4); print(list(it)); g.append(5); print(list(it))
rv = reversed([1, 2, 3]); print(rv.__length_hint__(), next(rv), list(rv), rv.__length_hint__())
it = iter([1, 2, 3]); it.__setstate__(2); print(list(it)); it = iter([1, 2, 3]); it.__setstate__(-7); print(list(it))
print(iter([1, 2]).__reduce__()[1:], reversed([1, 2]).__reduce__()[1:])
print(list[int], list[int].__origin__, list.__class_getitem__(str))
x = [1, 2, 3]
for i in x:
    if len(x) < 8: x.append(i * 10)
print(x)
class Finish:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
print(list(Finish()), [*Finish(), 1])
class Hint:
    def __init__(self, hint): self.hint = hint
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self):
        if isinstance(self.hint, Exception): raise self.hint
        return self.hint
for h in (5, 0, NotImplemented, -1, 'a', TypeError('t'), ValueError('v'), 10 ** 6):
    show(list, Hint(h))
class BadLen(list):
    def __len__(self): return -1
show(len, BadLen())
