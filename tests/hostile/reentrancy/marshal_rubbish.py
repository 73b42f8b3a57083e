import marshal, random
random.seed(5)
good = marshal.dumps([1, 'a', b'b', (1.5, None), {1: {2}}, 10**50, frozenset([3])])
for i in range(3000):
    b = bytearray(good)
    for j in range(random.randrange(1, 5)):
        b[random.randrange(len(b))] = random.randrange(256)
    try:
        marshal.loads(b)
    except (ValueError, EOFError, TypeError, MemoryError, RecursionError):
        pass
for i in range(3000):
    try:
        marshal.loads(bytes(random.randrange(256) for j in range(50)))
    except (ValueError, EOFError, TypeError, MemoryError, RecursionError):
        pass
