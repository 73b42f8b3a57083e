from deep import chain, probe
class A:
    __slots__ = 'x', '__weakref__'
    def __init__(self, x): self.x = x
probe(chain(A, None, 10**6))
