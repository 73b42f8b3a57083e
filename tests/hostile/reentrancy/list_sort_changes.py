x = list(range(100))
def key(i):
    x.clear()
    x.append(i)
    return -i
try:
    x.sort(key=key)
except ValueError:
    pass
class A:
    def __lt__(self, other):
        x.append(1)
        return True
x = [A() for i in range(100)]
try:
    x.sort()
except ValueError:
    pass
class B:
    def __lt__(self, other):
        x.clear()
        x.sort()
        del x[:]
        return False
x = [B() for i in range(100)]
try:
    x.sort(reverse=True)
except ValueError:
    pass
