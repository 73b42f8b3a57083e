import random
x = list(range(10**5))
while True:
    random.shuffle(x)
