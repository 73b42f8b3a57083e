class A: pass
try:
    for i in range(3000):
        A = type('A', (A,), {})
    A()
    isinstance(1, A)
    issubclass(A, int)
    A.x
except (RecursionError, AttributeError, MemoryError):
    pass
del A
