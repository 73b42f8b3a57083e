import sys
sys.setrecursionlimit(10**8)
def f(): f()
try:
    f()
except (RecursionError, MemoryError):
    pass
class A:
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __hash__(self): return hash(self)
    def __len__(self): return len(self)
    def __getattr__(self, name): return getattr(self, name)
    def __call__(self): return self()
    def __iter__(self): return iter(self)
    def __next__(self): return next(self)
    def __add__(self, other): return self + other
    def __bool__(self): return not self
    def __str__(self): return str(self)
    def __format__(self, spec): return format(self, spec)
    def __index__(self): return range(10)[self]
    def __int__(self): return int(self)
    def __contains__(self, x): return x in self
    def __getitem__(self, i): return self[i]
    def __setitem__(self, i, x): self[i] = x
    def __lt__(self, other): return self < other
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
    def __instancecheck__(self, x): return isinstance(x, self)
    def __divmod__(self, x): return divmod(self, x)
    def __round__(self): return round(self)
    def __dir__(self): return dir(self)
    def __bytes__(self): return bytes(self)
    def __reversed__(self): return reversed(self)
    def __matmul__(self, x): return self @ x
    def __iadd__(self, x):
        self += x
a = A()
def with_a():
    with a: pass
def set_a(): a[1] = 2
def add_a():
    b = a
    b += 1
import operator
for f in (lambda: repr(a), lambda: a == a, lambda: hash(a), lambda: len(a), lambda: a.x, lambda: a(), lambda: iter(a),
          lambda: next(a), lambda: a + 1, lambda: bool(a), lambda: str(a), lambda: format(a), lambda: operator.index(a),
          lambda: int(a), lambda: 1 in a, lambda: a[1], set_a, lambda: a < a, with_a, lambda: isinstance(1, a),
          lambda: divmod(a, 1), lambda: round(a), lambda: dir(a), lambda: bytes(a), lambda: reversed(a), lambda: a @ 1, add_a):
    try:
        f()
    except (RecursionError, MemoryError):
        pass
