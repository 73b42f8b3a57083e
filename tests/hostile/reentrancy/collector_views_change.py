import gc
class A:
    def __eq__(self, other):
        gc.collect()
        x.clear()
        return False
x = [A() for i in range(100)]
for o in gc.get_objects():
    pass
gc.get_referrers(x)
gc.get_referents(*x)
1 in x
gc.freeze()
gc.unfreeze()
gc.set_threshold(1)
try:
    y = [[A(), {1: A()}] for i in range(200)]
    y == [1] * 200
finally:
    gc.set_threshold(700, 10, 10)
