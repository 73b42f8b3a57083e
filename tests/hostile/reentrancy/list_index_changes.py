class I:
    def __init__(self, n): self.n = n
    def __index__(self):
        x.clear()
        x.extend([1] * self.n)
        return self.n
def set_item(): x[I(5)] = 1
def set_slice(): x[I(0):I(100)] = [1, 2, 3]
def set_step(): x[I(0):I(100):I(2)] = [1, 2, 3]
def del_item(): del x[I(5)]
def del_slice(): del x[I(50):I(200)]
def del_step(): del x[I(0):I(300):I(3)]
for f in (lambda: x[I(5)], lambda: x[I(0):I(50)], lambda: x[I(0):I(50):I(7)], lambda: x.pop(I(3)), lambda: x.insert(I(99), 1),
          lambda: x * I(3), lambda: x.index(1, I(3), I(200)), set_item, set_slice, set_step, del_item, del_slice, del_step):
    for size in (0, 1, 10, 1000):
        x = [0] * size
        try:
            f()
        except (IndexError, ValueError):
            pass
