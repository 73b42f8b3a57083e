class D:
    def __init__(self, x): self.x = x
    def __get__(self, o, t): return self.x.__get__(o, t)
x = property(lambda s: 1)
for i in range(10**5):
    x = D(x)
class A:
    p = x
try:
    A().p
except RecursionError:
    pass
