s = 'ab' * 2 * 10**6
while True:
    s.count('aab')
    s.replace('ab', 'b')
    s.split('b')
