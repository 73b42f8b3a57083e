class I(int):
    pass
x = I(1)
for i in range(10**5):
    y = I(1)
    y.x = x
    x = y
del x, y
