import math, cmath, time, _random
a = 3**200; b = 7**90 + 5; m = 10**60 + 7
xs = [a + b, a - b, a * b, a // b, a % b, divmod(-a, b), a / b, -a, ~a, abs(-a), a << 70, a >> 70, -a >> 65, a & -b, a | -b, a ^ -b, pow(a, b, m), pow(a, -1, m), a ** 5, a ** -1, round(a, -20), hash(a), int(str(a)), str(a), hex(a), int('z' * 40, 36), int(b'1_000'), int('٣٤' * 20), a.to_bytes(60, 'big'), int.from_bytes(b'x' * 50, 'little'), a.as_integer_ratio(), f'{a:,}', f'{a:_x}', f'{-a:>400}', a == a + 1, float(a), a < 1e300, int(1e300), a.bit_count()]
assert pow(pow(a, -1, m) * a, 1, m) == 1
class S(int): pass
class F(float): pass
class C(complex): pass
ys = [S(a), S(5) + a, F('1e300'), F(1) + 1, C(1, 2), complex('1+2j'), 1e300 * 10, repr(1e-300), f'{1.5e300:,.3f}', float('1_0.5'), (0.1).hex(), float.fromhex('0x1p-1050'), (1e300).as_integer_ratio(), round(1e300, -290), divmod(1e300, 7.0), 1e308 ** 0.5, (-8.0) ** 0.3, abs(3e200+4e200j), (1+2j) ** 3.5, f'{1+2j:.3f}', (1e300).__getnewargs__(), (1j).__getnewargs__()]
zs = [math.factorial(60), math.comb(100, 40), math.perm(50, 20), math.isqrt(a), math.gcd(a, 3**50 * 5), math.lcm(a, b), math.prod([a, b, 2]), math.fsum([1e16, 1.0] * 40), math.hypot(*range(30)), math.dist([1.0] * 25, [2.0] * 25), math.log(a), math.frexp(1e300), math.modf(1e300), cmath.sqrt(-1), cmath.polar(1j), cmath.rect(1, 2)]
t = time.gmtime(12345); u = (time.asctime(t), time.strftime('%Y', t), time.mktime(t), time.get_clock_info('time'), time.ctime(0))
r = _random.Random(a); s = r.getstate(); r.setstate(s); k = (r.getrandbits(500), r.random(), _random.Random(1.5))
class R(_random.Random): pass
R(5).random()
for bad in ('1' * 5000, 'x', '', '1__0'):
    try: int(bad)
    except ValueError: pass
    try: complex(bad + '_')
    except ValueError: pass
