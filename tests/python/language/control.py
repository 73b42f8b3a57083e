# if, while, for, break, continue, else, pass; nested and constant conditions.
def run(n):
    out = []
    for i in range(n):
        if i == 2: continue
        elif i == 5: break
        else: out.append(i)
    else:
        out.append('else')
    return out
print(run(3), run(10), run(0))
def loops():
    out = []
    i = 0
    while i < 10:
        i += 1
        if i % 2: continue
        for j in range(i):
            if j == 3: break
            if j == 1: continue
            out.append((i, j))
        else:
            out.append(('else', i))
        if i == 6: break
    else:
        out.append('never')
    while True:
        i -= 1
        if i < 0: break
    while 1:
        if i < -3: break
        i -= 1
    while 0: out.append('dead')
    else: out.append('while else')
    if 0: out.append('dead')
    elif 1: out.append('live')
    else: out.append('dead')
    if not 1: x = 1
    return out, i
print(loops())
for x in 'ab', 'cd':
    print(x)
for (a, b), c in [((1, 2), 3), ((4, 5), 6)]: print(a, b, c)
for a, *b in [(1, 2, 3), 'xyz', [1]]: print(a, b)
l = [0] * 3
for l[1] in range(3): pass
print(l)
class O: pass
o = O()
for o.attr in 'xyz': pass
print(o.attr)
for i in range(3): i = i * 10; print(i)
def unpack():
    a, b = 1, 2
    a, b = b, a
    c, d, e = a, b, a + b
    (f, [g, *h]), i = (1, 'xyz'), 2
    *j, k = range(4)
    m, *n, p = 'ab'
    [q, r] = {1: 0, 2: 0}
    s = t = u = [1]
    v, w = x = y, z = 7, 8
    a, b, c, d, e, = e, d, c, b, a
    l = [1, 2, 3]
    l[0], l[1], l[2] = l[2], l[0], l[1]
    i0 = 0
    i0, l[i0] = 1, 'set'
    return locals()
print(unpack())
for text in ['a, b = 1', 'a, b = (1,)', 'a, b = 1, 2, 3', 'a, *b, c = (1,)', '(a, b), c = 1, 2', 'a, b = {}', '*a, = 5', 'a, b = iter("abc")', 'for a, b in [1]: pass', '[a] = ""']:
    try: exec(text)
    except Exception as e: print(text, '->', type(e).__name__, e)
x = 5
x += 1; x -= 2; x *= 3; x /= 4; x //= 1; x **= 2; x %= 5; print(x)
x = 6; x <<= 2; x >>= 1; x |= 1; x &= 15; x ^= 3; print(x)
l = [1]; m = l; l += [2]; l *= 2; print(l, m is l)
l[0] += 5; l[1:2] += [9]; print(l)
o.attr = 'a'; o.attr += 'b'; print(o.attr)
s = 'x'
s += 'y'; t = s; s += 'z'; print(s, t)
class Idx:
    def __getitem__(self, k): print('get', k); return 1
    def __setitem__(self, k, v): print('set', k, v)
def e(v): print("e", v if isinstance(v, int) else ""); return v
i = Idx()
i[e('k')] += e(2)
e(i)[e(1):e(2)] += e(3)
del l[0], l[-1:]; print(l)
del o.attr, s
print(hasattr(o, 'attr'), 's' in globals())
del (x, (t, [m]))
assert True, 'no'
try: assert 1 > 2, 'msg'
except AssertionError as ex: print(repr(ex))
try: assert not 1
except AssertionError as ex: print(repr(ex))
try: assert [], (1, 2)
except AssertionError as ex: print(repr(ex))
pass; pass
if 1:
    if 0: pass
    else: print('nested else')
k = 0
while k < 3: k += 1; print(k, end=' ')
print()
def early_exits(v):
    for i in range(5):
        for j in range(5):
            while True:
                if v == 0: return i, j
                v -= 1
                if v % 3 == 0: break
                if v % 5 == 0: continue
                break
        else:
            continue
        break
    return 'end', v
print([early_exits(v) for v in range(0, 40, 7)])
def deep(x):
    if x > 10:
        if x > 20:
            if x > 30: r = 'c'
            else: r = 'b'
        else: r = 'a'
    elif x > 5: r = 'd'
    elif x: r = 'e'
    else: r = 'f'
    return r
print([deep(x) for x in (40, 25, 15, 7, 1, 0)])
def conds(a, b, c):
    r = []
    if a and b or c: r.append(1)
    if a and (b or c): r.append(2)
    if not (a and b) and not c: r.append(3)
    if not a or not b and c: r.append(4)
    if (a if b else c): r.append(5)
    if not (a if b else c): r.append(6)
    if a is None: r.append(7)
    if a is not None and b is None or c is not None: r.append(8)
    if a < b < c: r.append(9)
    if not a < b < c: r.append(10)
    if a < b != c > a: r.append(11)
    if a in (b, c) and a not in (c,): r.append(12)
    r.append(a and b or c)
    r.append(a or b and c)
    r.append(not a or b)
    r.append((a and b, a or b, not a))
    return r
for a in (0, 1, 2):
    for b in (0, 1, 2):
        for c in (0, 2): print(a, b, c, conds(a, b, c))
