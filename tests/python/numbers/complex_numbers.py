# complex: arithmetic, text, constructor.
def attempt(f, *args, **keywords):
    try:
        print(repr(f(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)
inf, nan = float('inf'), float('nan')
values = [0j, 1j, -1j, 1+0j, 1+2j, -3.5+0.25j, 1e200+1e200j, complex(0.0, -0.0), complex(-0.0, 0.0), complex(inf, 1), complex(1, nan), 2, -1.5, 0, True, 10**20, 2.5]
for a in values:
    for b in values:
        row = []
        for f in (lambda: a + b, lambda: a - b, lambda: a * b, lambda: a / b, lambda: a ** b if type(a) is complex or type(b) is complex else 0, lambda: a == b, lambda: a != b):
            try:
                row.append(f())
            except Exception as e:
                row.append(f'{type(e).__name__}: {e}')
        print(a, b, row)
for z in values:
    if type(z) is complex:
        print(z, repr(z), str(z), -z, +z, bool(z), z.real, z.imag, z.conjugate(), z.__getnewargs__(), z.__complex__(), hash(z) if z == z else 'nan')
        attempt(abs, z)
        for spec in ('', '.2f', '>30', '<30', '^30', '+', ' ', '.3', 'g', '#', '.1e', ',', 'n', 'G', '+.1f', '*^40.2f', 'z.1f', '%', 'd', 's', '010', '=10', 'x', ',n', '.f'):
            attempt(format, z, spec)
attempt(lambda: 1j // 1); attempt(lambda: 1j % 1); attempt(lambda: 1j < 2); attempt(lambda: divmod(1j, 1)); attempt(lambda: pow(1j, 2, 3)); attempt(lambda: 1j / 0); attempt(lambda: 0j ** -1); attempt(lambda: 0j ** 1j)
attempt(lambda: int(1j)); attempt(lambda: float(1j)); attempt(lambda: 1j + 'a'); attempt(lambda: 1j + 10**400); attempt(lambda: 1j == 10**400); attempt(lambda: abs(1e308+1e308j)); attempt(lambda: (1e200+1e200j) ** 150.5)
attempt(lambda: (1+1j) ** 100); attempt(lambda: (1+1j) ** -3); attempt(lambda: (1+1j) ** 101); attempt(lambda: (2+3j) ** (1.5-2j)); attempt(lambda: 2 ** 1j); attempt(lambda: (-1) ** 0.5); attempt(lambda: (3+4j) ** 0)
for s in ['1', '1j', '1+2j', '-1-2j', ' ( 1+2j ) ', '(1)', 'j', '-j', '+j', '1+j', '1-J', 'inf', 'nan+infj', '-inf-nanj', '1e5-1E-5j', '1_0+2_0j', '.5j', '1.', '', ' ', '(', '()', '1+', '1 +2j', '1+2', '1+2k', '(1+2j', '1+2j)', '1j+2', '1__0', '_1', '1_', '\x00', 'é', '\u0663j', '1+-2j', '++1j', 'infinityj', '1e400j', '1jj', '+', 'J1']:
    attempt(complex, s)
attempt(complex); attempt(complex, 1); attempt(complex, 1.5, -2); attempt(complex, 1j, 1j); attempt(complex, 1, 1j); attempt(complex, '1', 2); attempt(complex, 1, '2'); attempt(complex, '1', '2'); attempt(complex, [], 1); attempt(complex, 1, []); attempt(complex, [])
attempt(complex, real=1, imag=2); attempt(complex, imag=3); attempt(complex, 1, 2, 3); attempt(complex, x=1); attempt(complex, b'1'); attempt(complex, None); attempt(complex, -0.0, -0.0); attempt(complex, 10**400); attempt(complex, True, False)
class C:
    def __init__(self, v): self.v = v
    def __complex__(self): return self.v
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
attempt(complex, C(1+2j)); attempt(complex, C(1)); attempt(complex, C(1j), 2); attempt(complex, 2, C(1j)); attempt(complex, F()); attempt(complex, I()); attempt(complex, F(), I())
class Sub(complex):
    pass
s = Sub(1, 2)
s.x = 3
print(s, repr(s), type(s + 1), type(+s), type(-s), s == 1+2j, hash(s) == hash(1+2j), abs(s), s.x, complex(s), type(complex(s)), Sub('1+2j'), Sub(), type(s.conjugate()), type(s.__complex__()))
print(sorted(m for m in dir(complex) if m not in dir(object)))
