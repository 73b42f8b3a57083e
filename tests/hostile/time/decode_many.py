b = ('a\u20ac' * 10**6).encode()
while True:
    b.decode()
    b.decode('latin-1')
