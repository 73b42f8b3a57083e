# repr, float(), hex, fromhex, rounding: every digit counts.
def attempt(f, *args, **keywords):
    try:
        print(repr(f(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)
state = 99
def rnd():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return state >> 11
inf, nan = float('inf'), float('nan')
for x in (0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.1 + 0.2, 1/3, 1e15, 1e16, 123456789012345678.0, 1e21, 1e22, 1e23, 1e-4, 1e-5, 0.00012345, 5e-324, 1.7976931348623157e308,
          2.2250738585072014e-308, 2.225073858507201e-308, 2.0**-44, 2.0**70, 9007199254740993.0, 1e100, inf, -inf, nan, 2.5, 100.0, 12345.678):
    print(repr(x), str(x), x.hex(), f'{x}', f'{x:g}', f'{x:e}', f'{x:.3f}', '%r %s %g' % (x, x, x))
total = 0
for i in range(3000):
    x = rnd() / 2**53 * 10.0 ** (i % 40 - 20)
    r = repr(x)
    assert float(r) == x and float.fromhex(x.hex()) == x
    total = (total * 31 + sum(map(ord, r)) * len(r)) % (2**61 - 1)
for e in range(-1074, 1024):
    x = 2.0 ** e
    r = repr(x)
    assert float(r) == x
    total = (total * 31 + sum(map(ord, r)) * len(r)) % (2**61 - 1)
print(total)
for s in ['1.5', ' 1.5\n', '.5', '5.', '.', '', 'e5', '1e5', '1E+05', '1e-5', '1e', '1e+', '1_0.0_1', '1__0', '_1', '1_', '1._5', '1_.5', '1e1_0', '1e_5', '1_e5', 'inf', '+Infinity', '-INF', 'nan', '-nan', 'infinit',
          '0x10', '1.5 ', '1 5', '\u0661.\u0665', '\xa01.5', 'é', '1\x00', '1e400', '-1e400', '1e-400', '1e99999999999999999999', '1e-99999999999999999999', '0e99999999999999999999',
          '2.4703282292062327e-324', '2.4703282292062328e-324', '1.7976931348623158e308', '1.797693134862315807e308', '1.7976931348623159e308', '9007199254740993', '9007199254740992.9999', '1' * 400, '0.' + '0' * 400 + '1', '1' + '0' * 400 + 'e-400',
          '9007199254740993.' + '0' * 900 + '1', '9007199254740993.' + '0' * 900]:
    attempt(float, s)
attempt(float, b'1.5'); attempt(float, bytearray(b'2.5')); attempt(float, memoryview(b'3.5')); attempt(float, b'x'); attempt(float, [])
attempt(float, None); attempt(float, 1, 2); attempt(float, x=1); attempt(float); attempt(float, True); attempt(float, 10**400); attempt(float, 1j)
class F:
    def __init__(self, v): self.v = v
    def __float__(self): return self.v
class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
attempt(float, F(2.5)); attempt(float, F(2)); attempt(float, F('x')); attempt(float, I(7)); attempt(float, I(10**400)); attempt(float, I('x'))
for s in ['0x1p0', '0x1.8p1', '1.8', '-0x.8p-2', '0x1p-1074', '0x1p-1075', '0x1.8p-1075', '0x1.fffffffffffffp1023', '0x1.fffffffffffff7p1023', '0x1.fffffffffffff8p1023', '0x1p1024', '0x', '0x.', '', 'p1', '0x1p', '0x1p+', '  0x1 ', 'inf', '-Infinity', 'nan', 'zz',
          '0x1.00000000000008p0', '0x1.000000000000080000000000000001p0', '0x1.00000000000018p0', 'A', '0xAp-4', '1e5', '0x0p9999999999999999999999', '0x1p9999999999999999999999', '0x1p-9999999999999999999999', '0x123456789abcdef0123456789', '-inf', '0x1.8.', '+ 1']:
    attempt(float.fromhex, s)
attempt(float.fromhex, 5)
for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e16, 123.456, 5e-324, 1.1, 50.0, 150.0, 250.0, 51.0, 49.0, 1e22, 1e23, 1.7e308, 0.0, -0.0, 0.05, 0.15, 0.25, 0.35, 99.995, 1e-5):
    print([round(x, n) for n in (-3, -2, -1, 0, 1, 2, 3, 5, 20, 400)], round(x), round(x, None))
attempt(round, inf); attempt(round, nan); attempt(round, inf, 2); attempt(round, 1.7e308, -308); attempt(round, 1e308, -308); attempt(round, 1.5, 1.5); attempt(round, 1.5, 2**70); attempt(round, 1.5, -2**70)
for x in (0.0, -0.0, 1.5, 0.1, 1e22, -2.5, 5e-324, 1e300, 10.0, inf, nan):
    attempt(x.as_integer_ratio); attempt(x.is_integer); attempt(x.conjugate); attempt(x.__trunc__); attempt(x.__floor__); attempt(x.__ceil__); print(x.real, x.imag, x.__getnewargs__())
attempt(float.__getformat__, 'double'); attempt(float.__getformat__, 'x'); attempt(float.__getformat__, 1)
print(sorted(m for m in dir(float) if m not in dir(object)))
