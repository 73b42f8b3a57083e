x = []
for i in range(50):
    x = [x, x]
try:
    repr(x)
except MemoryError:
    pass
y = []
y.append(y)
for i in range(20):
    y = [y, y, {1: y}]
try:
    str(y)
except MemoryError:
    pass
