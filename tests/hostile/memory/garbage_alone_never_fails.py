class N:
    def __del__(self): pass
for i in range(3000):
    n = N()
    n.me = n
    n.buffer = bytearray(1 << 18)
for i in range(3000):
    x = [bytearray(1 << 18)]
    x.append(x)
