s = b'a' * 5 * 10**6
while True:
    s.find(b'a' * 10**6 + b'b' + b'a' * 10**6)
    s.rfind(b'b' + b'a' * 10**6)
