t = {i: i + 1 for i in range(1000)}
s = 'abc' * 10**6
while True:
    s.translate(t)
