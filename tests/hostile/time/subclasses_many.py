class A: pass
kept = [type('B', (A,), {}) for i in range(10000)]
while True:
    A.x = 1
    A.__subclasses__()
