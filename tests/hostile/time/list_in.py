x = [0.5] * 3 * 10**6
while True:
    1 in x
    x.count(1)
