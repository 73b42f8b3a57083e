x = [[1] * 1000] * 1000
while True:
    repr(x)
