class I:
    def __init__(self, n): self.n = n
    def __index__(self):
        b.clear()
        b.extend(b'x' * (self.n // 2))
        return self.n
def item(): b[I(50)] = I(40)
def slices(): b[I(0):I(100)] = b'abc'
def step(): b[I(0):I(100):I(2)] = bytes(50)
def delete(): del b[I(5):I(80)]
def delete_item(): del b[I(5)]
for f in (lambda: b[I(50)], lambda: b[I(0):I(90)], lambda: b.append(I(50)), lambda: b.insert(I(50), I(60)), lambda: b.pop(I(50)), lambda: b.remove(I(50)),
          lambda: b * I(3), lambda: b.find(I(50)), lambda: b.find(b'x', I(5), I(50)), lambda: b.count(I(50), I(3)), lambda: I(50) in b, lambda: b.rjust(I(200)),
          lambda: b.extend([I(5), I(6), I(7)]), lambda: b.replace(b'a', b'b', I(4)), lambda: b.split(b'a', I(3)), lambda: b.expandtabs(I(4)), lambda: b.hex(':', I(3)),
          lambda: b.startswith(b'a', I(3), I(90)), lambda: b.zfill(I(300)), lambda: b.__imul__(I(3)), item, slices, step, delete, delete_item, lambda: b.__init__(I(9)),
          lambda: b.__init__([I(9)] * 100)):
    for size in (0, 10, 1000):
        b = bytearray(b'a' * size)
        try:
            f()
        except (IndexError, ValueError, TypeError, BufferError):
            pass
