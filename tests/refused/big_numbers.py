import math, sys
sys.set_int_max_str_digits(0)
a = 3**60000; b = 7**25000 + 1
x = [a * b, a * a, a // b, a % b, a / (a + b), a ** 3, str(a), int('9' * 30000), int('7' * 30000, 9), math.gcd(a, b), math.isqrt(a), pow(b, -1, a), pow(a, 5, b), divmod(-a, b), a << 100000, a & -b, f'{a:,}', hex(a)]
assert x[2] * b + x[3] == a and int(x[6]) == a
