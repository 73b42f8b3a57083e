# _functools, _operator, _heapq, _bisect
import _functools, _operator as op, _heapq as hq, _bisect as bs
from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper as LW
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
def f(*a, **k): return a, k
p = partial(f, 1, 2, x=3); print(p(), p(4, y=5), p(x=9), p.args, p.keywords, p.func is f, partial(p, 7, z=1)(8), partial(p, 7).func is f, partial(int, base=2)('101'), partial(max)(3, 4))
print(partial(int, '5', base=8), partial(print)); q = partial(f); q.attr = 1; print(q.__dict__, partial(q).func is q)
print(p.__reduce__()[1:] == ((f,), (f, (1, 2), {'x': 3}, None)), partial[int]); q.__setstate__((len, ('abc',), {}, {'a': 2})); print(q(), q.a, q.__dict__)
for s in ("partial()", "partial(1)", "q.__setstate__(1)", "q.__setstate__((1,2,3,4))", "partial(f).args", "reduce(op.add,[1,2,3])", "reduce(op.add,[],5)", "reduce(op.add,[])", "reduce(op.add,1)", "reduce(op.add)", "reduce(op.add,[1],2)", "reduce(op.add,'ab','x')", "cmp_to_key()", "cmp_to_key(1)(2) < cmp_to_key(1)(3)", "sorted([3,1,2],key=cmp_to_key(lambda a,b:b-a))", "cmp_to_key(f)(5).obj", "cmp_to_key(f)(1) < 5", "hash(cmp_to_key(f)(1))", "reduce(lambda a,b: 1/0, [1,2])"): show(lambda: eval(s))
def setit(): p.func = 1
show(setit)
class Sub(partial): pass
s = Sub(f, 1); s.z = 2; print(s(5), type(s), repr(s).startswith('Sub('))
r = partial(f); r.__setstate__((f, (r,), {}, {})); print(repr(r).count('...'))
# lru_cache
CI = lambda *a: a
def make(fn, maxsize, typed=False): return LW(fn, maxsize, typed, CI)
calls = []
def g(*a, **k): calls.append((a, k)); return len(calls)
for size in (None, 0, 1, 2, 3):
    calls.clear(); c = make(g, size)
    print(size, [c(i) for i in (1, 2, 1, 3, 1, 2, 1, 1)], c.cache_info(), c(x=1), c(x=1), c(1, x=1), c('a'), c('a'), c(1.0), c(True), c.cache_info()); c.cache_clear(); print(c.cache_info())
calls.clear(); t = make(g, 10, True); print(t(1), t(1.0), t(True), t(1), t(x=1), t(x=1.0), t.cache_info())
print(make(g, -5).cache_info()); show(lambda: make(1, 2)); show(lambda: make(g, 'a')); show(lambda: LW(g)); show(lambda: make(g, 5)([])); show(lambda: make(g, 1.5))
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
fib = make(fib, None); print(fib(80), fib.cache_info())
def fib2(n): return n if n < 2 else fib2(n - 1) + fib2(n - 2)
fib2 = make(fib2, 3); print(fib2(30), fib2.cache_info())
class C:
    m = make(lambda self, x: x * 2, 5)
c = C(); print(c.m(4), c.m(4), C.m.cache_info()); z = make(g, 5); z.attr = 1; print(z.__dict__, z.__copy__() is z, z.__deepcopy__({}) is z)
def clearing(x): w.cache_clear(); return x
w = make(clearing, 2); print([w(i) for i in (1, 2, 1, 3)], w.cache_info())
def rec(x): return x if x == 0 else rec2(x - 1)
rec2 = make(rec, 1); print(rec2(5), rec2.cache_info())
def err(x): raise ValueError(x)
e = make(err, 2); show(e, 1); show(e, 1); print(e.cache_info())
# operator
print(op.add(1, 2), op.sub(5, 3), op.mul('a', 3), op.truediv(7, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 8), op.lshift(1, 4), op.rshift(16, 2), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.neg(5), op.pos(-5), op.invert(5), op.inv(0), op.abs(-3), op.not_(1), op.truth([]), op.is_(1, 1), op.is_not(1, 2), op.index(True))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne(1, 2), op.gt(1, 2), op.ge(2, 1), op.concat([1], [2]), op.contains('abc', 'b'), op.countOf([1, 2, 1], 1), op.indexOf('abc', 'c'), op.getitem([1, 2], 1), op.length_hint([1, 2]), op.length_hint(5, 9), op.call(f, 1, a=2))
l = [1, 2]; op.setitem(l, 0, 5); op.delitem(l, 1); print(l, op.iadd(l, [3]) is l, op.iconcat(l, (4,)), l, op.imul(l, 2), op.iadd(1, 2), op.isub(3, 1), op.ior({1}, {2}), op.ixor(5, 1), op.iand(6, 2), op.ipow(2, 3), op.ilshift(1, 2), op.irshift(8, 1), op.imod(7, 4), op.ifloordiv(9, 2), op.itruediv(1, 2))
ag = op.attrgetter; ig = op.itemgetter; mc = op.methodcaller
class A:
    x = 1
    class b: y = 2
print(ag('x')(A), ag('x', 'b.y')(A), ag('b.y')(A), ag('real')(5), ig(1)([1, 2]), ig(0, -1)('abc'), ig('k')({'k': 5}), ig(slice(1, 3))('abcd'), mc('upper')('a'), mc('split', ',')('a,b'), mc('split', sep='-', maxsplit=1)('a-b-c'))
print(ag('a.b', 'c'), ig(1), ig('a', 2), mc('f'), mc('f', 1, x=2), ag('a').__reduce__()[1], ig(1, 2).__reduce__()[1], mc('n', 1).__reduce__()[1])
for s in ("ag()", "ig()", "mc()", "ag(1)", "mc(1)", "ag('a')()", "ig(1)(1,2)", "op.call()", "ag(x=1)", "ig(1)(x=1)", "mc('a')(1,2)", "ag('zz')(1)", "ag('real.zz')(1)", "ig(5)([1])", "ig('a')([1])", "mc('zz')(1)", "op.concat(1,2)", "op.concat([1],2)", "op.indexOf([1],2)", "op.countOf(1,2)", "op.indexOf(1,2)", "op.length_hint(1,'a')", "op.index('a')", "op.add(1)", "op.add(1,2,3)", "op.neg('a')", "op.matmul(1,2)", "op.getitem(1,2)", "op.delitem((1,),0)", "op.setitem(1,2,3)", "op._compare_digest('a','a')", "op._compare_digest(b'a',b'b')", "op._compare_digest('a',b'a')", "op._compare_digest('é','é')", "op.iconcat(1,2)", "op.contains(1,2)"): show(lambda: eval(s))
# heapq, bisect
h = []
for v in (5, 3, 8, 1, 9, 2, 7): hq.heappush(h, v); print(h, end=' ')
print([hq.heappop(h) for _ in range(len(h))]); h = [9, 4, 7, 1, 0, 3]; hq.heapify(h); print(h, hq.heappushpop(h, 2), hq.heapreplace(h, 10), h, hq.heappushpop(h, -1), hq.heappushpop([], 5)); m = [1, 5, 2, 8]; hq._heapify_max(m); print(m, hq._heappop_max(m), hq._heapreplace_max(m, 0), m)
big = [(i * 7919) % 1009 for i in range(1009)]; hq.heapify(big); print(big[:10], [hq.heappop(big) for _ in range(1009)] == sorted((i * 7919) % 1009 for i in range(1009)))
for s in ("hq.heappop([])", "hq.heappush(1,2)", "hq.heappop(1)", "hq.heapify((1,))", "hq.heapreplace([],1)", "hq.heappush([])", "hq.heapify([1,'a'])", "hq.heappushpop((),1)", "hq._heappop_max(1)"): show(lambda: eval(s))
class G:
    def __lt__(self, o): lst.clear(); return True
lst = [G(), G(), G(), G()]; show(hq.heapify, lst); lst = [G(), G()]; show(hq.heappush, lst, G()); lst = [G(), G(), G()]; show(hq.heappop, lst)
a = [1, 2, 2, 3]; print(bs.bisect_left(a, 2), bs.bisect_right(a, 2), bs.bisect_left(a, 0), bs.bisect_right(a, 9), bs.bisect_left(a, 2, 2), bs.bisect_left(a, 2, 0, 1), bs.bisect_left(a, x=2, lo=1, hi=None), bs.bisect_left(['a', 'bb'], 2, key=len), bs.bisect_right((1, 5), 5), bs.bisect_left(range(100), 50))
bs.insort_left(a, 2); bs.insort_right(a, 2.5); bs.insort_right(a, 0); print(a); w = ['a', 'ccc']; bs.insort_right(w, 'bb', key=len); print(w)
class Ins(list):
    def insert(self, i, x): print('insert', i, x); list.insert(self, i, x)
i = Ins([1, 3]); bs.insort_left(i, 2); print(i)
for s in ("bs.bisect_left([1],2,-1)", "bs.bisect_left(1,2)", "bs.bisect_left([1,'a'],2)", "bs.bisect_left([1])", "bs.bisect_left([1],1,0,5)", "bs.bisect_left([1],1,'a')", "bs.insort_left((1,),2)", "bs.bisect_left([1],'a')", "bs.bisect_left([1],2,key=1)"): show(lambda: eval(s))
