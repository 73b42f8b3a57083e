class A:
    def __add__(self, other):
        import sys
        sys._getframe(1).f_locals.clear()
        return self
    def __del__(self):
        import sys
        try:
            sys._getframe(1).f_locals
        except ValueError:
            pass
    def __iadd__(self, other):
        return None
    def __call__(self, *a): return self
def f():
    a = A()
    a = a + a
    a += 1
    a = A()
    a = a(a, a)
    del a
f()
