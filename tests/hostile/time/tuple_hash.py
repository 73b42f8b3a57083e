x = (1,) * 3 * 10**6
while True:
    hash(x)
