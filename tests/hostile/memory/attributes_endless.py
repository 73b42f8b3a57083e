class A: pass
a = A()
i = 0
while True:
    setattr(a, 'name%d' % i, i)
    i += 1
