x = [0] * 3 * 10**6
y = [0] * 3 * 10**6
while True:
    x == y
