class C:
    def __enter__(self):
        del C.__exit__
        return self
    def __exit__(self, *a): pass
with C() as c:
    c = None
class D:
    def __enter__(self):
        global d
        d = None
    def __exit__(self, *a):
        return 1
d = D()
with d:
    raise KeyError
