while True:
    3 ** 10000000 ** 1
