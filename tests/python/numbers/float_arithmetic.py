# Operators of float, mixed with int; comparison with ints is exact.
def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
inf, nan = float('inf'), float('nan')
values = [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -2.5, 3.0, 7.0, 1e-300, 1e300, 1e308, 5e-324, inf, -inf, nan, 0.1, 123.456, 1e15, 2.0**53, 3, -3, 0, 10**20]
for a in values:
    for b in values:
        row = []
        for f in (lambda: a + b, lambda: a - b, lambda: a * b, lambda: a / b, lambda: a // b, lambda: a % b, lambda: divmod(a, b), lambda: a ** b if abs(b) < 400 or abs(a) <= 1 or type(a) is float else 0,
                  lambda: (a < b, a <= b, a == b, a != b, a > b, a >= b)):
            try:
                row.append(f())
            except Exception as e:
                row.append(f'{type(e).__name__}: {e}')
        print(a, b, row)
for x in values:
    if type(x) is float:
        print(-x, +x, abs(x), bool(x), hash(x) if x == x else 'nan')
for d, n in [(2.0**53, 2**53), (2.0**53, 2**53 + 1), (2.0**53, 2**53 - 1), (1e22, 10**22), (1e23, 10**23), (-1e23, -10**23), (inf, 10**400), (-inf, -10**400), (nan, 10**400), (1e308, 10**400), (0.5, 2**60), (-0.5, 2**60), (2.0**62, 2**62), (2.0**64, 2**64), (2.0**64, 2**64 + 1), (2.0**1000, 2**1000), (2.0**1000, 2**1000 + 1), (1.5, 1), (1.5, 2), (0.0, 0)]:
    print([d < n, d <= n, d == n, d != n, d > n, d >= n, n < d, n <= d, n == d, n != d, n > d, n >= d])
for x in (1.5, 0.5, 2.0**61, 2.0**61 - 1, 2.0**100, -2.0**200, 1e300, 5e-324, 0.1, -1.0, inf, -inf, 2.0**60, 3.14):
    print(hash(x), end=' ')
print()
for n in (2**61 - 1, 2**61, -2**61, 2**200, 10**25, -1, -2, 2**63):
    assert float(n) != n or hash(n) == hash(float(n))
attempt(lambda: (-8.0) ** (1/3)); attempt(lambda: (-8) ** 0.5); attempt(lambda: 0.0 ** -1); attempt(lambda: 0.0 ** -inf); attempt(lambda: 1e300 ** 2); attempt(lambda: 2.0 ** 5000); attempt(lambda: 2.0 ** -5000)
attempt(lambda: nan ** 0); attempt(lambda: 1 ** nan); attempt(lambda: (-1.0) ** inf); attempt(lambda: (-inf) ** 3); attempt(lambda: (-inf) ** 0.5); attempt(lambda: (-inf) ** -3); attempt(lambda: inf ** -1)
attempt(lambda: pow(2.0, 1, 3)); attempt(lambda: pow(2, 1.0, 3)); attempt(lambda: 1.0 + 10**400); attempt(lambda: 10**400 - 1.0); attempt(lambda: 1.0 + 'a'); attempt(lambda: 1.0 < 'a'); attempt(lambda: 1.0 & 1); attempt(lambda: 1.0 << 1)
attempt(lambda: 1.0 .__add__('a')); attempt(lambda: float.__radd__(1.0, 2)); attempt(lambda: float.__rpow__(2.0, 3)); attempt(lambda: float.__eq__(1.0, 'a')); attempt(lambda: float.__eq__(1.0, 1))
class Sub(float):
    pass
s = Sub(2.5)
s.x = 1
print(s, repr(s), s + 1, type(s + 1), type(-s), type(+s), type(abs(s)), s == 2.5, hash(s) == hash(2.5), int(s), float(s), type(float(s)), s.x, Sub('1e5'), Sub(), Sub(3), isinstance(s, float), s.hex(), Sub.fromhex('0x1p1'), type(Sub.fromhex('0x1p1')), f'{s:.2f}', s.__getnewargs__())
attempt(lambda: Sub(1, 2)); attempt(lambda: float.__new__(int)); attempt(lambda: float.__new__(1)); attempt(lambda: float.__new__())
x = 0.0
for i in range(1, 2000):
    x += 1 / i
    x *= 1.0000001
print(x)
