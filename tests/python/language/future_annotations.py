"doc"
from __future__ import annotations
def f(a: int, b: 'str' = 1, *c: list[int | None], d: a.b.c[1:2, ...] = (), **e: {1: 2, **x}) -> lambda q, *r, s=1, **t: (yield_ + 1): pass
for k, v in f.__annotations__.items(): print(k, v)
class C:
    a: undefined[more] = 1
    b: not x and y or z if p else q
    c: (a + b) * c ** -d ** e, f
    d: a < b <= c is not d not in e
    e: [x for x in y if z if w for q in r]
    f: {k: v async for k, v in z}
    g: {*a, b} | {**c}
    h: f(*a, b=1, **c)(x for x in y)
    i: f'{a!r:>{w}} {{x}}' 'b' u'c' b'd'
    j: 1e1000 + 1j - 0x10 ** 10_000
    k: (a, ), (), [a, *b]
    l: -x.real, 1 .real, 1.5.real, (-1).x
    m: (a := 5)
    n: not (a or b) and (lambda: 0)() 
    o: a[b, c], a[b:c:d], a[::], a[*x]
    p: ~+-x, not not y
    q: (a if b else c) if (d if e else f) else g
    r: a << b >> c & d | e ^ f @ g // h % i
    s: await_(x), x.y.z[0](1)
    t: ...
    u: None | True | False
    v: 'it''s' "\n\t\x00é"
    w: (a ** b) ** c, a ** (b ** c), (-a) ** b, -(a ** b), (a + b) + c, a + (b + c)
    x: (a and b) or c, a and (b or c), (a < b) < c, not (a < b)
    y: a if b else lambda: c
    z: (lambda x, /, y, *, z: 0), (lambda *a, b=1: a), (lambda **k: k), (lambda x=1, *y: 0)
for k, v in C.__annotations__.items(): print(k, v)
x: undefined = 5
(y): nothing = 6
print(__annotations__, __doc__)
def local():
    z: whatever = 1
    return z
print(local(), hex(f.__code__.co_flags & 0xfff0000))
