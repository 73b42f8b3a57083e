"""What holds itself is found, and counted."""
import gc
gc.collect()
gc.disable()
own = []
own.append(own)
del own
print(gc.collect())                 # expect: 1
for i in range(10):
    d = {}
    d[0] = d
del d
print(gc.collect())                 # expect: 10
print(gc.garbage)                   # expect: []


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalized", self.name)


a, b = Node("a"), Node("b")
a.other, b.other = b, a
del a, b
print("unreachable, not yet collected")
found = gc.collect()
print(found >= 2)
print(gc.garbage)
