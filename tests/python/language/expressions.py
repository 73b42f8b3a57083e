# Every operator and expression form.
a, b, c = 7, 3, [1, 2]
print(a + b, a - b, a * b, a / b, a // b, a % b, a ** b, a << b, a >> b, a & b, a | b, a ^ b)
print(-a, +a, ~a, not a, not 0)
print(a < b, a <= b, a == b, a != b, a > b, a >= b, a is b, a is not b, 1 in c, 1 not in c)
print(1 < a < 10, 1 < a < 5, 10 < a < 20, 1 < a > 2 < 9 == 9, 1 < 2 < 3 < 4 < 0)
print(a and b, a or b, 0 and b, 0 or b, a and 0 or b, (a and 0) or b, a and (0 or b), None or [] or 0)
print(a if b else c, a if not b else c, (a if b else c) if a else b)
print((x := 5), x, (y := x + 1) + (x := 2) + x, [z := 1, z + 1, z])
print(lambda: 1, (lambda: 1)(), (lambda p, q=2, *r, s=4, **t: (p, q, r, s, t))(1, 5, 6, s=7, u=8)) if False else None
print((lambda: 1)(), (lambda p, q=2, *r, s=4, **t: (p, q, r, s, t))(1, 5, 6, s=7, u=8))
print([], [1], [1, 2, 3], [a, b], (), (1,), (a,), (a, b), {}, {1: 2}, {a: b, **{9: 8}}, {1}, {a, b} == {3, 7})
print([*c, *c], (*c, a), {*c, 5}, {**{'k': 1}, 'l': 2, **{'k': 3}})
print(c[0], c[-1], c[:1], c[1:], c[:], c[::2], c[0:1:1], 'hello'[1:4:2], 'hello'[::-1])
print([i for i in range(5)], [i * j for i in range(3) for j in range(3) if i != j], {i: i * i for i in range(3)},
      sorted({i % 3 for i in range(9)}), list(i for i in range(3)), [[j for j in range(i)] for i in range(4)])
print(f'{a}{b!r:>5}{c!s}{"x"!a} {{}} {a:{b}} {a + b = } {a=!r:>4}', f'', f'plain', f'{a}')
print('a' 'b' f'{a}' 'c', rb'\n', b'x' b'y')
print(1_000, 0xff, 0o17, 0b101, 1e3, 1j, .5, 5., 10 ** 30, 1e400, -1e400)
print(*c, *'xy', sep='-')
print(dict(**{'a': 1}, b=2), max(*[1, 5, 3]), max(1, *[5], 3))


class Log:
    def __init__(self, name): self.name = name
    def __add__(self, o): print('add', self.name, o.name); return Log(self.name + o.name)
    def __lt__(self, o): print('lt', self.name, o.name); return True
    def __bool__(self): print('bool', self.name); return self.name != 'f'
    def __getitem__(self, k): print('get', self.name, k); return Log(self.name + '[]')
    def __setitem__(self, k, v): print('set', self.name, k, v)
    def __call__(self, *a, **k): print('call', self.name, [getattr(x, 'name', x) for x in a], k); return self
    def __contains__(self, x): print('in', x); return x == 1


def ev(name):
    print('eval', name)
    return Log(name)


ev('a') + ev('b') + ev('c')
ev('a') < ev('b') < ev('c')
print(bool(ev('t') and ev('f') or ev('u')))
(ev('x') if ev('f') else ev('y'))(ev('arg'), *[ev('star')], k=1, **{'z': 2})
ev('s')[ev('i').name] = ev('v').name
ev('s')[1:2]
print(not 1 in ev('q'), 2 not in ev('q'))
d = ev('o'); d.attr = ev('val'); d.attr.name += 'x'; print(d.attr.name)
print([ev('k').name for _ in (1, 2)], {ev('k').name: ev('v').name})


def chain(n):
    print('chain', n)
    return n


print(chain(1) < chain(2) < chain(3), chain(3) < chain(2) < chain(1), chain(1) < chain(5) < chain(2) < chain(9))
if chain(1) < chain(2) <= chain(2): print('yes')
if not chain(1) < chain(0) < chain(2): print('no')
while chain(5) < chain(4): pass
print((lambda x: (x := x + 1) + x)(1))


def walrus(x):
    r = x + (x := 10) + x
    s = [x, (x := 3), x]
    t = x < (x := 20) < x + 1
    u = (x, x := 1, x)
    d = {x: (x := 7), x: x}
    return r, s, t, u, d, x


print(walrus(1))


def walrus_store(x):
    a = [0] * 5
    a[(x := 2)] = x
    b = x
    a[x], x = (x := 4), a
    return a, b


print(walrus_store(0))
def order():
    l = []
    def f(x): l.append(x); return x
    f(1) + f(2) * f(3) ** f(4)
    {f(1): f(2), f(3): f(4)}
    f(0) if f(1) else f(2)
    [f(5), *[f(6)], f(7)]
    print(l)
order()
print(0 .real, 1..imag, (1).__add__(2), "%s and %r" % ("a", "b"), "%5s|%-5s|%.1s" % ("a", "b", "cd"), "%d%%" % 5, "%s" % 5)
print(... is Ellipsis, None is None, True is not False, __debug__)
