x = [1, 2]
while True:
    x[1:1] = x
