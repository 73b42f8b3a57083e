class A:
    def __del__(self):
        kept.append(self)
        kept.append(lambda: self)
kept = []
for i in range(100):
    A()
x = [A() for i in range(10)]
x.append(x)
del x
import gc
gc.collect()
for i in range(3):
    kept.clear()
    gc.collect()
