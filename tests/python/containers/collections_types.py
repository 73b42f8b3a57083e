# deque, defaultdict, OrderedDict, Counter's loop, named tuples' getter
from _collections import deque, defaultdict, OrderedDict as O
import _collections
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); d.extend('ab'); d.extendleft('xy'); print(d, len(d), d[0], d[-1], d[3])
print(d.pop(), d.popleft(), d.count(1), d.index(2), d.index('x'), 3 in d, 99 in d, list(d), list(reversed(d)))
d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(); print(d); d.rotate(1000003); print(d); d.reverse(); print(d)
d[0] = 'first'; d[-1] = 'last'; del d[1]; d.insert(1, 'ins'); d.insert(-1, 'in2'); d.insert(100, 'end'); d.insert(-100, 'beg'); print(d); d.remove('ins'); print(d); d.clear(); print(d, bool(d))
m = deque(range(10), 3); print(m, m.maxlen); m.append(10); m.appendleft(6); m.extend([1, 2, 3, 4]); m.extendleft('abcd'); print(m, deque(maxlen=0)); z = deque('ab', 0); z.append(1); z.appendleft(1); print(z, m.copy(), m.copy().maxlen)
print(deque([1]) + deque([2]), deque([1, 2], 3) * 2, 2 * deque([1]), deque([1]) * 0, deque([1, 2]) == deque([1, 2]), deque([1]) < deque([2]), deque([1]) == [1], deque([1, 2]) > deque([1]), deque([1]) != deque([2]), deque([1, 2], 2) + deque([3]))
e = d2 = deque([1]); e += [2, 3]; e += e; print(d2, e is d2); e *= 2; print(e); e *= 0; print(e)
for s in ("deque(1)", "deque([],-1)", "deque([],'a')", "deque([1],1,2)", "deque(iterable=[1],maxlen=2)", "deque().pop()", "deque().popleft()", "deque([1])[5]", "deque([1])['a']", "deque([1])[0:1]", "deque([1]).remove(5)", "deque([1]).index(5)", "deque([1]).insert(1)", "deque([1],1).insert(0,1)", "deque([1])+[1]",
          "deque([1]).rotate('a')", "deque([1]).rotate(1,2)", "hash(deque())", "deque([1]).append()", "deque([1]).extendleft(1)", "deque[int]", "deque([1])*'a'", "[1]+deque()", "deque([1]).index(1,'a')", "deque([1]).index(1,5)", "deque([1,2,3]).index(3,-1)", "deque(x=1)", "_collections._deque_iterator(1)", "deque([1,2,3,1]).index(1,1)", "deque() < []", "deque([1])*10**100"):
    show(lambda: eval(s))
def run(code):
    try: exec(code, globals()); print('fine', x)
    except Exception as ex: print(type(ex).__name__, ex)
x = deque([1, 2, 3])
for code in ("for i in x: x.append(1)", "for i in x: x.pop()", "x['a'] = 1", "x[100] = 1", "del x[100]", "x.maxlen = 1", "for i in reversed(x): x.appendleft(1)", "for i in x: x[0] = i", "x.rotate(1)"): run(code)
class B:
    def __init__(self, f): self.f = f
    def __eq__(self, o): self.f(); return False
for op in ("B(lambda: x.append(1)) in x", "x.count(B(lambda: x.append(1)))", "x.index(B(lambda: x.append(1)))", "x.remove(B(lambda: x.append(1)))", "x.index(B(x.clear))", "x.remove(B(x.clear))"): x = deque([1, 2, 3]); show(lambda: eval(op))
r = deque(); r.append(r); print(r); r = deque(maxlen=2); r.append(r); print(r)
print(deque([1], 5).__reduce__()[:3], deque([1]).__reduce__()[:3], iter(deque([1, 2])).__reduce__()[1], iter(deque([1, 2])).__length_hint__(), list(_collections._deque_iterator(deque('abc'), 1)), type(iter(deque())).__name__, type(reversed(deque())).__name__)
class D(deque):
    def __init__(self, *a): super().__init__(*a); self.tag = 1
q = D('ab'); print(q, q.tag, type(q.copy()), type(q + q), q.__reduce__()[2], D('abc', 2).copy())
b = deque()
for i in range(1000): b.append(i); b.appendleft(-i)
for i in range(900): b.pop(); b.popleft()
print(len(b), b[0], b[-1], list(b)[98:102]); b.rotate(37); print(b[0], b[199], b[100]); b.insert(50, 'i'); print(b[49], b[50], b[51]); b.insert(150, 'j'); print(b[149], b[150], b[151]); del b[50]; del b[10]; print(len(b), sum(v for v in b if v != 'j'))

# defaultdict
dd = defaultdict(list); dd['a'].append(1); dd['b']; print(dd, dd['a'], len(dd), dd.default_factory, 'z' in dd, dd.get('z'), dd)
dd.default_factory = int; dd['n'] += 1; print(dd); dd.default_factory = None; show(lambda: dd['zz'])
for s in ("defaultdict(1)", "defaultdict(int)", "defaultdict(int,{1:2},a=3)", "defaultdict()", "defaultdict()[1]", "defaultdict(int).__reduce__()[:4]", "defaultdict(int,a=1).copy()", "defaultdict(int)|{1:2}", "{1:2}|defaultdict(int)", "defaultdict(int).__missing__(3)", "defaultdict(None)", "defaultdict(int,1,2)", "defaultdict(default_factory=int)", "defaultdict(int)|1", "defaultdict(int)==({})", "defaultdict[int,str]", "defaultdict(lambda: 1/0)[1]", "list(defaultdict(int, [(1,2)]).items())"): show(lambda: eval(s))
k = defaultdict(); k.default_factory = k.copy; print(defaultdict.__mro__, type(defaultdict(int).copy()), isinstance(defaultdict(), dict))
class DD(defaultdict):
    def __missing__(self, key): return 'mine %s' % key
print(DD(int)['q'], DD(int, a=1), type(DD(int).copy()))
w = defaultdict(int); w |= {1: 2}; print(w)
rr = defaultdict(list); rr['self'] = rr; print(rr)

# OrderedDict
o = O(a=1, b=2, c=3); o.move_to_end('a'); print(o); o.move_to_end('a', last=False); o.move_to_end('c', False); print(o, list(o), list(reversed(o)), list(o.items()), list(reversed(o.items())), list(o.values()), list(reversed(o.keys())))
print(o.popitem(), o.popitem(last=False), o, o.pop('a'), o, O([('x', 1), ['y', 2]]), O({'q': 1}), O(O(a=1), b=2), O(), O.fromkeys('ab', 0), o.setdefault('s', 5), o.setdefault('s'), o)
big = O()
for i in range(300): big[i] = i
for i in range(100): big.move_to_end(i * 3 % 300, last=i % 2)
for i in range(50): big.popitem(last=False); big.popitem()
print(len(big), list(big)[:10], list(big)[-10:])
while big: big.popitem(last=len(big) % 3 == 0)
print(big); big['again'] = 1; print(big, big.popitem(False), len(big))
o = O(a=1, b=2)
for s in ("o.move_to_end('z')", "O().popitem()", "O().popitem(last=False)", "o.pop('q')", "o.pop()", "o.pop('q',1)", "o.pop('q',default=5)", "O(1)", "O(1,2)", "o.update(1,2)", "o.__reduce__()[:4]", "o|{'c':3}", "{'c':3}|o", "o|1", "o==O(b=2,a=1)", "o=={'b':2,'a':1}", "o==O(a=1,b=2)", "o!=O(a=1,b=2)", "o.keys()", "o.items()", "o.values()", "type(iter(o)).__name__", "iter(o).__reduce__()[1]", "o.copy()", "o.__dict__", "type(o.keys()).__mro__", "o.setdefault()", "O(a=1)<O(a=1)", "hash(O())", "O([1])", "O([(1,)])", "O([(1,2,3)])", "o.update({'z':1}, y=2) or o", "o.clear() or o", "O.__mro__", "O(a=1).keys() & {'a'}", "O(a=1).items() == {'a':1}.items()", "dict(O(a=1))", "sorted(O(b=1,a=2))"): show(lambda: eval(s))
for code in ("for i in x: x['new'] = 1", "for i in x: del x[i]", "for i in x: x.move_to_end('a')", "for i in x: x['a'] = 3", "for i in x.items(): x.clear()", "x |= {'m': 1}"): x = O(a=1, b=2); run(code)
class S(O):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
s = S(a=1); s.x = 5; s.update({'b': 2}); print(s, s.__reduce__()[2], s.copy(), type(s.copy()), S.fromkeys('q', 4), s | {'c': 1}, s == {'a': 2, 'b': 4}); o = O(); o['s'] = o; print(o)
c = {}; _collections._count_elements(c, 'abracadabra'); print(c)
class Mp(dict):
    def get(self, k, default=None): return dict.get(self, k, 100)
c = Mp(); _collections._count_elements(c, 'aab'); print(c); show(_collections._count_elements, 1, 'a'); show(_collections._count_elements, {}, 1); show(_collections._count_elements, {}, [[]])
T = _collections._tuplegetter
for t in ("T(1,'x')", "T(1,'x').__reduce__()[1]", "T(1,'x').__get__((1,2))", "T(1,'x').__get__(5)", "T(1,'x').__get__((1,))", "T(1,'x').__doc__", "T(1)", "T('a','b')"): show(lambda: eval(t))
class P(tuple):
    x = T(0, 'the x'); y = T(1, 'the y')
p = P((3, 4)); print(p.x, p.y, P.x.__doc__)
def setx(): p.x = 1
show(setx)
