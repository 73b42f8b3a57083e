import cmath
def attempt(f, *args, **keywords):
    try:
        print(f.__name__, args, repr(f(*args, **keywords)))
    except Exception as e:
        print(f.__name__, args, type(e).__name__, e)
inf, nan = cmath.inf, cmath.nan
parts = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -3.25, 1e-200, 5e-324, 1e10, 1e200, 710.0, -710.0, 1.7e308, inf, -inf, nan]
def sign(x):
    return '-' if str(x).startswith('-') else '+'
for name in 'acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar isfinite isinf isnan'.split():
    f = getattr(cmath, name)
    for re in parts:
        for im in parts:
            attempt(f, complex(re, im))
    for v in (1, 2.5, True, 10**400, 'a', None):
        attempt(f, v)
for r in parts:
    for phi in parts:
        attempt(cmath.rect, r, phi)
attempt(cmath.log, 1j, 2); attempt(cmath.log, 8, 2j); attempt(cmath.log, 1, 0); attempt(cmath.log, 1, 1); attempt(cmath.log, 0, 2)
attempt(cmath.isclose, 1, 1 + 1e-10j); attempt(cmath.isclose, 1, 2, rel_tol=-1); attempt(cmath.isclose, inf, inf); attempt(cmath.isclose, 1j, 1.1j, abs_tol=0.2)
class C:
    def __complex__(self): return 1+2j
class F:
    def __float__(self): return 2.25
attempt(lambda: cmath.sqrt(C())); attempt(lambda: cmath.sqrt(F()))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan, cmath.nanj)
print([n for n in dir(cmath) if not n.startswith('_')])
