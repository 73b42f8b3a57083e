x = list(range(10**6))
x = x[::2] + x[1::2]
while True:
    sorted(x, key=lambda i: -i)
