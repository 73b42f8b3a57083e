s = 'a\u20ac' * 10**6
while True:
    s.encode('utf-8')
    s.encode('utf-16')
    s.encode('ascii', 'replace')
