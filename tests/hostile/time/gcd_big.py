from math import gcd
x = 3 ** 5000000
y = 5 ** 3000000
while True:
    gcd(x, y)
