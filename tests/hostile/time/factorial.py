from math import factorial
while True:
    factorial(300000)
