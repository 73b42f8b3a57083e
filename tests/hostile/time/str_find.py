s = 'a' * 5 * 10**6
while True:
    s.find('a' * 1000000 + 'b')
