s = '\U0001f600' * 10**6
for codec in ('utf-8', 'utf-16', 'utf-32', 'utf-7', 'unicode-escape', 'raw-unicode-escape'):
    try:
        b = s.encode(codec)
        while True:
            b = (b + b)
            b.decode(codec)
    except MemoryError:
        pass
try:
    ('\udc80' * 10**6).encode('ascii', 'namereplace')
except (MemoryError, UnicodeError):
    pass
try:
    ('\u20ac' * 3 * 10**6).encode('ascii', 'xmlcharrefreplace')
except MemoryError:
    pass
