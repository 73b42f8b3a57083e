# Containers changed from inside their own operations: no crash, and CPython's errors.
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)
class Act:
    """Equal to nothing; runs an action when compared, hashed, shown or dropped."""
    def __init__(self, action, h=1, eq=False): self.action = action; self.h = h; self.eq = eq
    def __eq__(self, o): self.action(); return self.eq
    def __hash__(self): return self.h
    def __repr__(self): self.action(); return 'Act'
    def __lt__(self, o): self.action(); return False
l = [1, 2, 3]
for build in (lambda a: [a, 1, 2], lambda a: [1, a, 2], lambda a: [a] * 3):
    for op in (lambda l, a: a in l, lambda l, a: l.index(a), lambda l, a: l.count(a), lambda l, a: l.remove(object()), lambda l, a: 5 in l, lambda l, a: l.count(5), lambda l, a: l == [1, 2, 3], lambda l, a: l < [9, 9, 9], lambda l, a: repr(l), lambda l, a: sorted(l), lambda l, a: l.sort()):
        for act in ('l.clear()', 'l.append(1)', 'l[:] = []', 'del l[1:]', 'l.pop()'):
            action = lambda: exec(act) if l and len(l) < 20 else None
            a = Act(action); l = build(a)
            try: r = op(l, a)
            except Exception as e: r = type(e).__name__, str(e)[:40]
            print(str(r)[:50].split(' at 0x')[0], len(l), end='; ')
    print()
class Drop:
    def __init__(self, f): self.f = f
    def __del__(self): self.f()
l = []; l.extend([Drop(lambda: l.append(1)), 2, 3]); l.clear(); print(l)
l = [Drop(lambda: l.clear()), 2, 3]; l[0] = 5; print(l)
l = [1, Drop(lambda: l.append(9)), 3]; del l[1]; print(l)
l = [1, Drop(lambda: l.extend(range(100))), 3]; l[:] = [7]; print(len(l), l[:3])
l = [Drop(lambda: l.append(4)) for _ in range(3)]; l[::2] = [0, 0]; print(len(l)); l = [1, Drop(lambda: l.pop()), 3, 4]; l.pop(1); print(l)
d = {}; d['k'] = Drop(lambda: d.update(k2=1)); d['k'] = 2; print(d)
d = {1: Drop(lambda: d.clear()), 2: 3}; del d[1]; print(d); d = {i: Drop(lambda: d.__setitem__(len(d) + 100, 0)) for i in range(5)}; d.clear(); print(len(d) > 0)
d = {1: Drop(lambda: d.update({i: i for i in range(50)}))}; d.pop(1); print(len(d)); d = {1: Drop(lambda: d.clear())}; d.update({1: 2, 3: 4}); print(d)
s = {Drop(lambda: s.add(5))}; s.clear(); print(s); s = {Drop(lambda: s.update(range(100)))}; s.pop(); print(len(s))
# dict look-up while the table changes
for act in ('d.clear()', 'd.update({i: i for i in range(100)})', 'd.pop(next(iter(d)))', 'd[next(iter(d))] = 5'):
    n = 0
    def action():
        global n
        n += 1
        if n < 10 and d: exec(act, globals())
    for op in (lambda d, k: d.get(k), lambda d, k: d.__setitem__(k, 1), lambda d, k: d.pop(k, None), lambda d, k: d.setdefault(k, 7), lambda d, k: k in d, lambda d, k: d == {**d}, lambda d, k: d.update({k: 1}), lambda d, k: {**d, k: 2}):
        n = 99; d = {Act(action, h=1): 0, Act(action, h=9): 1, 3: 4, 'x': 5}; n = 0
        try: r = op(d, Act(lambda: None, h=1))
        except Exception as e: r = type(e).__name__
        n = 99
        print(type(r).__name__ if isinstance(r, dict) else r, len(d), end='; ')
    print()
for act in ('s.clear()', 's.update(range(100))', 's.pop()'):
    n = 0
    def action():
        global n
        n += 1
        if n < 10 and s: exec(act, globals())
    for op in (lambda s, k: k in s, lambda s, k: s.add(k), lambda s, k: s.discard(k), lambda s, k: len(s | {k}), lambda s, k: len(s & {k}), lambda s, k: len(s - {k}), lambda s, k: len(s ^ {k}), lambda s, k: s == {k, 1, 3, 4}, lambda s, k: s.issubset({k, 1, 2, 3, 4, 5}), lambda s, k: s.isdisjoint([k])):
        n = 99; s = {Act(action, h=1), Act(action, h=9), 3, 'x'}; n = 0
        try: r = op(s, Act(lambda: None, h=1))
        except Exception as e: r = type(e).__name__
        n = 99
    print('set', act)
d = {'a': 1}
class Repr:
    def __repr__(self): d.clear(); return 'R'
d['r'] = Repr(); d['z'] = 2; print(d)
x = [1, 2, 3]
class Idx:
    def __index__(self): x.clear(); return 1
show(lambda: x[Idx()]); x = [1, 2, 3]; show(lambda: x[0:Idx()]); x = [1, 2, 3]; show(lambda: x.insert(Idx(), 5)); print(x); x = [1, 2, 3]; show(lambda: x.pop(Idx())); x = [1, 2, 3]
def assign(): x[Idx()] = 5
show(assign); x = [1, 2, 3]
def assign(): x[0:Idx()] = [7]
show(assign); print(x); x = [1, 2, 3, 4]
class It:
    def __iter__(self): x.clear(); return iter([8, 9])
def assign(): x[1:3] = It()
show(assign); print(x)
x = [1, 2]; x.extend(x); x += x; print(x); x[2:4] = x; print(x); x.extend(iter(x[:2])); print(len(x))
from itertools import groupby
g = groupby([1, 2], key=lambda v: list(g) if v == 2 else v); show(lambda: [k for k, _ in g])
