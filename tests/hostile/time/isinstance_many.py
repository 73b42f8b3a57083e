t = tuple(type('A', (), {}) for i in range(3000))
while True:
    isinstance(1, t)
