x = (1 << 2000000) - 1
while True:
    pow(3, x, x - 2)
