from math import isqrt
x = 3 ** 9000000
while True:
    isqrt(x)
