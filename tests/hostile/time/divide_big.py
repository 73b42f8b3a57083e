x = 3 ** 8000000
y = 3 ** 4000000 + 1
while True:
    divmod(x, y)
