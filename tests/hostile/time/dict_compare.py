x = {i: i for i in range(3 * 10**5)}
y = dict(x)
while True:
    x == y
    set(x) & set(y)
