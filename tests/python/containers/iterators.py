# iter, enumerate, zip, map, filter, reversed
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
class Seq:
    def __init__(self, n): self.n = n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError
        return i * 10
    def __len__(self): return self.n
print(list(Seq(3)), list(reversed(Seq(3))), 20 in Seq(3), 25 in Seq(3), max(Seq(4)), [*Seq(2)], list(zip(Seq(2), 'ab')), list(enumerate(Seq(2))))
it = iter(Seq(3)); print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__(), list(it), type(it).__name__, it.__reduce__()[1:])
class NoLen:
    def __getitem__(self, i):
        if i == 2: raise StopIteration
        return i
print(list(NoLen()), iter(NoLen()).__length_hint__())
class Bad:
    def __getitem__(self, i): raise ValueError('bad')
show(list, Bad()); show(reversed, NoLen()); show(reversed, {1}); show(reversed, 1)
it = iter(Seq(5)); it.__setstate__(3); print(list(it)); it = reversed(Seq(5)); next(it); it.__setstate__(1); print(list(it), it.__length_hint__(), it.__reduce__()[1:])
n = 0
def counter():
    global n
    n += 1
    return n
c = iter(counter, 4); print(list(c), list(c), c.__reduce__()[1:], type(c).__name__)
def stop(): raise StopIteration
print(list(iter(stop, 1))); show(iter, 1, 2); show(iter, 1); show(iter)
class It:
    def __iter__(self): return 5
show(iter, It()); show(list, It())
class NoneIter:
    __iter__ = None
show(iter, NoneIter()); show(lambda: 1 in NoneIter())
print(list(enumerate('ab')), list(enumerate('ab', 5)), list(enumerate('ab', start=-1)), list(enumerate(iterable='a', start=10 ** 30)), list(enumerate([], 5)), enumerate('a', 2).__reduce__()[1][1])
e = enumerate([1, 2, 3]); a = next(e); b = next(e); print(a, b, a is b, next(e), list(e))
print(list(zip()), list(zip('ab')), list(zip('ab', [1, 2, 3])), list(zip('abc', range(2), strict=False)), list(zip('ab', 'cd', strict=True)), dict(zip('ab', range(2))), list(zip(*[(1, 2), (3, 4)])), list(zip(*[iter('abcdef')] * 3)))
show(lambda: list(zip('a', '', strict=True))); show(lambda: list(zip('', 'a', strict=True))); show(lambda: list(zip('a', 'b', 'cd', strict=True))); show(lambda: list(zip('ab', 'ab', 'c', strict=True))); show(zip, 1); show(lambda: zip('a', 1)); show(lambda: zip(x=1)); show(lambda: zip('a', strict=1, y=2))
def gen():
    yield 1
    raise ValueError('in gen')
show(lambda: list(zip(gen(), 'ab'))); show(lambda: list(zip('ab', gen(), strict=True))); show(lambda: list(map(str, gen()))); show(lambda: list(filter(None, gen()))); show(lambda: list(enumerate(gen())))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(max, 'ab', 'ba', 'cc')), list(map(None.__class__, [])), map(len, 'a').__reduce__()[1][0] is len)
print(list(filter(None, [0, 1, '', 'a', []])), list(filter(lambda x: x % 2, range(5))), list(filter(bool, [0, 2])), list(filter(str.isupper, 'aBcD')))
show(map); show(map, 1); show(lambda: list(map(1, [1]))); show(filter, 1); show(lambda: filter(None, 1)); show(lambda: list(filter(1, [1]))); show(lambda: map(str, 1)); show(enumerate); show(enumerate, 1); show(enumerate, [], 'a'); show(lambda: enumerate(x=1)); show(enumerate, [], 1, 2); show(reversed); show(reversed, [], 1)
class R:
    def __reversed__(self): return iter('reversed')
class NR:
    __reversed__ = None
    def __len__(self): return 0
    def __getitem__(self, i): raise IndexError
print(''.join(reversed(R())), list(reversed('abc')), list(reversed((1, 2))), list(reversed([])), list(reversed(range(3)))); show(reversed, NR())
class Sub(zip): pass
class SubE(enumerate): pass
class SubM(map): pass
class SubR(reversed): pass
print(list(Sub('ab', 'cd')), list(SubE('ab')), list(SubM(str, [1])), list(SubR('ab')), enumerate[int])
z = zip('abc', 'def'); x = next(z); y = next(z); print(x, y, x is y); t1 = [p for p in zip([1, 2], [3, 4])]; print(t1)
r = reversed('abc'); print(r.__length_hint__(), next(r), r.__length_hint__(), r.__reduce__()[1:], list(r), r.__length_hint__(), r.__reduce__()[1:])
g = (x for x in range(3)); print(next(g), list(map(lambda x: x * 2, g)), list(g))
it = iter([1, 2, 3]); print([(a, b) for a, b in zip(it, it)], list(it))
print(next(iter([]), 'default'), next(iter([1]), 'default')); show(next, iter([])); show(next, 1)
class Short:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration('end')
        return self.i
print(list(Short()), tuple(Short()), set(Short()), list(zip(Short(), Short())), sum(Short()), sorted(Short()), dict(enumerate(Short())), [*map(str, Short())], 3 in Short(), 7 in Short())
m = [1, 2, 3]; f = map(m.remove, m); show(lambda: list(f)); print(m)
deep = iter([]); 
for _ in range(2000): deep = map(str, deep)
del deep
print('done')
