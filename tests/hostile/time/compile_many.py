s = '\n'.join('x%d = [1, 2, (3, 4)]' % i for i in range(20000))
while True:
    try:
        compile(s, 'f', 'exec')
    except MemoryError:
        pass
