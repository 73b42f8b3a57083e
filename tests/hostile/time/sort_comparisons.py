class A:
    def __lt__(self, other): return True
x = [A() for i in range(10**5)]
while True:
    x.sort()
