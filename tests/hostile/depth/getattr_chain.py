class A:
    pass
a = A()
for i in range(10**5):
    b = A()
    b.__class__ = A
    b.a = a
    a = b
x = a
while hasattr(x, 'a'):
    x = x.a
