import math
def attempt(f, *args, **keywords):
    try:
        print(f.__name__, args, repr(f(*args, **keywords)))
    except Exception as e:
        print(f.__name__, args, type(e).__name__, e)
inf, nan = math.inf, math.nan
points = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0, -2.5, 3.7, 10.0, -10.0, 22.5, 100.25, -100.25, 170.5, 171.7, 180.3, -180.3, 200.5, 709.0, 710.5, 1000.0, -1000.0, 1e-10, 1e-200, 1e-310, 5e-324, 1e10, 1e100, 1e308, -1e308, inf, -inf, nan, 3, -4, 10**20, 10**400, True, 'a', None, 1j]
for name in 'acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs floor frexp gamma isfinite isinf isnan lgamma log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc ulp'.split():
    f = getattr(math, name)
    for x in points:
        attempt(f, x)
for name in 'atan2 copysign fmod pow remainder nextafter ldexp hypot log gcd lcm comb perm'.split():
    f = getattr(math, name)
    for x in (0.0, -0.0, 1.0, -1.0, 0.5, 7.0, -7.5, 1e308, inf, -inf, nan, 0, 3, -3, 12, 10**25, 'a'):
        for y in (0.0, -0.0, 1.0, 2.0, -2.0, 0.5, inf, -inf, nan, 0, 2, -3, 8, 10**25, 'a'):
            attempt(f, x, y)
for n in (0, 1, 2, 5, 10, 20, 21, 50, 100, 500):
    print(math.factorial(n), math.isqrt(n), math.perm(n), [math.comb(n, k) for k in range(0, n + 1, max(1, n // 5))], [math.perm(n, k) for k in range(0, min(n, 40) + 1, max(1, n // 5))])
attempt(math.factorial, -1); attempt(math.factorial, 1.0); attempt(math.factorial, 10**30); attempt(math.factorial, -10**30)
attempt(math.isqrt, -1); attempt(math.isqrt, 1.5); attempt(math.comb, 10**30, 2); attempt(math.comb, 10**30, 10**30 - 1); attempt(math.comb, 10**30, 10**25); attempt(math.perm, 10**30, 3); attempt(math.perm, 5, None); attempt(math.perm, -5)
for n in (10**30, 2**64 - 1, 2**64, 2**128 - 1, 10**101, 2**62, 2**62 - 1, (10**50 + 7)**2, (10**50 + 7)**2 - 1):
    print(math.isqrt(n), math.isqrt(n)**2 <= n < (math.isqrt(n) + 1)**2, math.log(n), math.log2(n), math.log10(n), math.sqrt(n), math.log(n, 7))
print(math.gcd(), math.gcd(6), math.gcd(-4, 6, 10), math.gcd(10**30, 15**20), math.gcd(2**100 * 3**50, 2**70 * 3**80), math.gcd(0, -10**30), math.lcm(), math.lcm(4, 6, 10), math.lcm(10**20, 15**10), math.lcm(0, 5), math.lcm(-4))
attempt(math.gcd, 1.5); attempt(math.lcm, 2, 'a')
attempt(math.fsum, [.1] * 10); attempt(math.fsum, [1e308, 1e308]); attempt(math.fsum, [inf, -inf]); attempt(math.fsum, [nan, 1]); attempt(math.fsum, [inf, 1]); attempt(math.fsum, []); attempt(math.fsum, [1, 2, 10**20]); attempt(math.fsum, ['a']); attempt(math.fsum, 5); attempt(math.fsum, [1e16, 1, 1e-16]); attempt(math.fsum, [1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50]); attempt(math.fsum, [2.0**53, -0.5, -2.0**-54]); attempt(math.fsum, [1.0, 2.0**-53, 2.0**-107])
attempt(math.fsum, [1 / i * (-1)**i for i in range(1, 2000)])
attempt(math.prod, [1, 2, 3]); attempt(math.prod, []); attempt(math.prod, [1.5, 2]); attempt(math.prod, [2, 3], start=4); attempt(math.prod, ['a', 3]); attempt(math.prod, [2, None]); attempt(math.prod, 5); attempt(math.prod, range(1, 30))
for p in ([], [3], [3, 4], [1, 2, 3], [1e200, 1e200], [1e-200, 1e-200], [5e-324, 5e-324], [inf, nan], [nan, 1], [1e308] * 4, list(range(30)), [0.1] * 7, [1.1, 2.2, 3.3], [3.7, -8.1], [1, 1e-9], [1e-310, 2e-310, 3e-310]):
    attempt(math.hypot, *p)
    attempt(math.dist, p, [1] * len(p))
attempt(math.dist, (1, 2), (3,)); attempt(math.dist, 1, 2); attempt(math.hypot, 'a')
attempt(math.isclose, 1, 1 + 1e-10); attempt(math.isclose, 1, 2, rel_tol=1); attempt(math.isclose, 0, 1e-9, abs_tol=1e-8); attempt(math.isclose, 1, 2, rel_tol=-1); attempt(math.isclose, inf, inf); attempt(math.isclose, inf, 1); attempt(math.isclose, nan, nan)
class C:
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
    def __trunc__(self): return 'trunc'
class F:
    def __float__(self): return 2.25
class I:
    def __index__(self): return 6
print(math.floor(C()), math.ceil(C()), math.trunc(C()), math.floor(F()), math.ceil(F()), math.sqrt(F()), math.sqrt(I()), math.gcd(I(), 4), math.factorial(I()), math.isqrt(I()))
attempt(math.trunc, 'F')
x, total = 0.3, 0
for i in range(3000):
    x = x * 3.99 * (1 - x)
    v = (math.hypot(x, 1 - x), math.gamma(x * 20 - 10), math.lgamma(x * 50 - 5), math.erf(x), math.sin(x * 100), math.log(x), math.exp(x * 10), math.hypot(x, 0.3, 1 / x), math.dist([x, 2], [3, x * x]))
    total = (total * 31 + hash(v[i % 9])) % (2**61 - 1)
print(total)
print(math.pi, math.e, math.tau, math.inf, math.nan)
print([n for n in dir(math) if not n.startswith('_')])
