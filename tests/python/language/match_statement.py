# Every kind of pattern.
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y, z=0): self.x, self.y, self.z = x, y, z
class Q(P): pass
class NoArgs: pass
class K: A = 1; B = 'b'
def m(v):
    match v:
        case 1: return 'one'
        case -1 | -2.5: return 'negative'
        case 1 + 2j: return 'complex'
        case 'text' | b'bytes': return 'text'
        case None: return 'none'
        case True | False: return 'bool'
        case []: return 'empty'
        case [x]: return 'single', x
        case [1, x, *_]: return 'starts with 1', x
        case [x, y] if x == y: return 'equal pair', x
        case [(a, b), [c, *d]]: return 'nested', a, b, c, d
        case [first, *rest, last] if len(rest) > 2: return 'long', first, rest, last
        case [*all] if all and all[0] == 'all': return all
        case ['w', _, _, w]: return 'wild', w
        case ['e', *_, e]: return 'end', e
        case {'k': 1}: return 'k1'
        case {'k': x, 'l': y}: return 'kl', x, y
        case {'r': x, **rest}: return 'rest', x, rest
        case {'n': {'deep': [x, *_]}}: return 'deep', x
        case {}: return 'mapping'
        case P(0, 0): return 'origin'
        case P(x=0, y=y): return 'on y', y
        case Q(x, y, z=z): return 'Q', x, y, z
        case P(P(a, b), c): return 'PP', a, b, c
        case P() as p: return 'P', p.x
        case K.A: return 'never'
        case int(n) if n > 100: return 'big', n
        case str() as s: return 'str', s
        case int() | float() as num: return 'num', num
        case (set() | frozenset()) as s: return 'set', sorted(s)
        case K.B: return 'kb'
        case _: return 'other'
for v in [1, -1, -2.5, 1 + 2j, 'text', b'bytes', None, True, [], [5], [1, 2, 3, 4], [1, 2], (3, 3), ((1, 2), [3, 4, 5]), [9, 1, 2, 3, 8],
          ['all', 1], ['w', 1, 2, 3], ['e', 1, 2], {'k': 1}, {'k': 2, 'l': 3}, {'r': 1, 'q': 2}, {'n': {'deep': 'xyz'}}, {'n': {'deep': [7]}}, {}, {'zz': 1},
          P(0, 0), P(0, 5), Q(1, 2, 3), P(P(1, 2), 3), P(4, 4), 500, 50, 'hello', 2.5, {1, 2}, frozenset('a'), object, range(3), b'', bytearray(b'x')]:
    print(type(v).__name__, m(v))
def binds(v):
    a = 'before'
    match v:
        case [a, 1]: r = 'first'
        case [a, b] | (b, a, _): r = 'second', b
        case {'x': a} if a > 5: r = 'guard'
        case {'x': b}: r = 'no guard', b
        case a: r = 'last'
    return a, r
for v in ([5, 1], [5, 2], (1, 2, 3), {'x': 9}, {'x': 3}, 'z'): print(binds(v))
def local_subject(x):
    match x:
        case [x, y] if x < 0: return 'neg', x
        case [y, z]: return x, y, z
    return 'none', x
print(local_subject([1, 2]), local_subject([-1, 2]), local_subject(5))
def guards(n):
    log = []
    def g(v): log.append(v); return v == n
    match n:
        case x if g(1): r = 1
        case x if g(2): r = 2
        case x: r = x
    return r, log
print(guards(1), guards(2), guards(3))
class Seq:
    def __len__(self): print('len'); return 3
    def __getitem__(self, i): print('item', i); return i
match Seq():
    case [a, *_]: print('no')
    case _: print('not a sequence')
class MyList(list): pass
match MyList([1, 2]):
    case [a, b]: print('subclass', a, b)
class MyDict(dict):
    def get(self, k, d=None): print('get', k); return super().get(k, d)
match MyDict(a=1):
    case {'b': _}: print('b')
    case {'a': v, **r}: print(v, r)
for cls, pattern in [(NoArgs(), 'NoArgs(1)'), (P(1, 2), 'P(1, 2, 3)'), (P(1, 2), 'P(1, x=2)'), (1, 'int(1, 2)'), (1, 'K.A()')]:
    ns = dict(globals(), cls=cls)
    try: exec('match cls:\n case %s: print("y")\n case _: print("n")' % pattern, ns)
    except TypeError as e: print(pattern, e)
match 1, 2:
    case 1, x: print(x)
match (1,):
    case (x,): print(x)
match [1, [2, [3, {'k': [4, P(5, 6)]}]]]:
    case [a, [b, [c, {'k': [d, P(x=e, y=f)]}]]]: print(a, b, c, d, e, f)
for i in range(4):
    match i:
        case 0: continue
        case 2: break
        case _: print(i)
def ret(x):
    for y in x:
        match y:
            case {'ret': v}: return v
            case int(): pass
print(ret([1, {'ret': 2}]))
match 'abc':
    case str(x): print(x)
match 5:
    case float(): print('float')
    case int(x) | str(x): print('x', x)
match {'a': [1, 2], 'b': 3}:
    case {'a': [_, x], **rest}: print(x, rest)
match = case = _ = 1
print(match, case, _)
x = [1, 2, 3, 4, 5]
match x:
    case [a, b, *c] as whole if sum(c) > 10: print(a, b, c, whole)
class Eq:
    def __eq__(self, o): print('eq', o); return o == 2
match Eq():
    case 1: print(1)
    case 2: print(2)
def del_attr(v):
    match v:
        case {'x': 1 | 2 | 3 as n, 'y': [*_, 'end']}: return n
        case {'x': (1 | 2) as n}: return -n
print(del_attr({'x': 2, 'y': 'e'}), del_attr({'x': 3, 'y': ['a', 'end']}), del_attr({'x': 3}))
