class A:
    def __init__(self, x): self.x = x
    def __del__(self): count[0] += 1
count = [0]
x = None
for i in range(10**5):
    x = A(x)
del x
assert count[0] == 10**5
