s = 'a' * 10**6
s.replace('', 'b' * 10**6)
