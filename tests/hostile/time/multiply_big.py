x = 3 ** 5000000
while True:
    x * (x + 1)
