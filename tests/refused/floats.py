# Floats and complex numbers, boxed ones too; math.
import math


def check():
    tiny, huge = [5e-324, 1e-310], [1e308, 1.7976931348623157e308]
    assert [float(repr(x)) for x in tiny + huge] == tiny + huge
    assert [x / 3 for x in tiny][0] == 0.0 or True
    assert sum(tiny) > 0 and max(huge) * 10 == math.inf and [x * 0.5 for x in huge]
    assert float("1e-5") == 1e-5 and float(" 3_0.5 ") == 30.5 and float.fromhex((0.1).hex()) == 0.1
    assert (0.1).as_integer_ratio()[1] == 2 ** 55 and round(2.675, 2) == 2.67 and round(1e300) and divmod(7.5, 2) == (3.0, 1.5)
    assert f"{1e22:.3e} {1/3:.20f} {1e16!r} {12.5:%}" and "%g %e" % (1e-7, 1e300) and str(1e200 * 1e-200)
    c = complex("1+2j") * (3 - 4j) ** 2 / 2
    assert c.conjugate().imag == -c.imag and abs(3 + 4j) == 5.0 and repr(c) and complex(1e-310, 2).real == 1e-310
    assert math.fsum([1e-310] * 10 + [1.0]) and math.factorial(30) and math.gcd(10 ** 30, 6 ** 20) and math.comb(60, 30)
    assert math.frexp(1e308) and math.modf(2.5) == (0.5, 2.0) and math.isqrt(10 ** 40) == 10 ** 20 and math.prod(range(1, 30))
    assert {1.0: "a", 1e-310: "b"}[1] == "a" and hash(1e-310) == hash(1e-310) and sorted([3.5, 1e-310, -1e308])


check()
