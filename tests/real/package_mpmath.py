"""Digits with mpmath."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

from mpmath import *

mp.dps = 60
print(pi, e, euler, catalan, zeta(3), sqrt(2), gamma(mpf(1) / 3), log(10), exp(1) ** pi)
print(quad(lambda x: exp(-x ** 2), [-inf, inf]) ** 2, findroot(lambda x: cos(x) - x, 1), nsum(lambda n: 1 / n ** 2, [1, inf]))
print(diff(sin, 1, 3), taylor(exp, 0, 5), polyroots([1, 0, -2]), besselj(0, 1), erf(1), lambertw(1), hyp2f1(1, 2, 3, 0.5))
print(matrix([[1, 2], [3, 4]]) ** -1, det(matrix([[2, 0], [1, 3]])), lu_solve(matrix([[1, 2], [3, 4]]), matrix([5, 6])))
print(mpc(1, 2) ** mpc(0.5, -1), log(-1), nstr(pi, 20), identify(mpf("0.5") * sqrt(3)), primepi(1000), fibonacci(200))
print(iv.mpf([1, 2]) / 3, mpf("1e-1000"), chop(mpf("1e-80")), almosteq(mpf(1) / 3, mpf("0.333")))
mp.dps = 1000
print(pi)
