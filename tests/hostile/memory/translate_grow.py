s = 'a' * 10**6
s.translate({97: 'b' * 10**6})
