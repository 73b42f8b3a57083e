from deep import chain, probe
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, other): return isinstance(other, A) and self.x == other.x
    def __hash__(self): return hash((self.x,))
    def __repr__(self): return 'A(%r)' % (self.x,)
    def __len__(self): return len(self.x)
    def __getattr__(self, name): return getattr(self.x, name)
    def __iter__(self): yield from self.x
    def __bool__(self): return bool(self.x)
    def __call__(self): return self.x()
    def __contains__(self, y): return y in self.x
    def __getitem__(self, i): return self.x[i]
    def __add__(self, y): return self.x + y
probe(chain(A, [], 5 * 10**5))
