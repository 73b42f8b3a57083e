def f():
    globals().pop('g', None)
    return g
def g(): pass
try:
    f()
except NameError:
    pass
class D(dict):
    def __getitem__(self, k):
        self.clear()
        raise KeyError(k)
    def __setitem__(self, k, v): dict.clear(self)
    def __delitem__(self, k): raise KeyError(k)
for code in ('x = 1; x', 'del x', 'for i in (1, 2): pass', 'import sys', 'def f(): pass', 'class A: y = 1', '[i for i in x]'):
    for g, l in (({}, D()), (dict(x=[1]), D(x=1))):
        try:
            exec(code, g, l)
        except (NameError, KeyError, TypeError, UnboundLocalError):
            pass
