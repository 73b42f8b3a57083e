class A: pass
x = None
for i in range(10**5):
    a = A()
    a.__dict__['x'] = x
    x = a
del x, a
