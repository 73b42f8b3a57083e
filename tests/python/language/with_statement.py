# with: enter, exit, suppression, early exits, several managers.
import sys
class M:
    def __init__(self, n, suppress=False, enter=None): self.n, self.s, self.e = n, suppress, enter
    def __enter__(self):
        print('enter', self.n)
        if self.e: raise self.e
        return self.n
    def __exit__(self, t, v, tb):
        print('exit', self.n, t and t.__name__, v, tb is not None, sys.exc_info()[0])
        return self.s
with M(1): print('body')
with M(1) as a, M(2) as b: print(a, b)
with (M(1) as a, M(2),): print(a)
with M(1, True): raise KeyError('x')
print(sys.exc_info())
with M(1, True), M(2): raise KeyError('y')
try:
    with M(1), M(2, enter=ValueError('e')): print('never')
except ValueError as e: print(repr(e))
def ret():
    with M('r') as x: return x
def ret2():
    with M('a'), M('b'): return 'r2'
def loop():
    for i in range(4):
        with M(i):
            if i == 1: continue
            if i == 2: break
        print('after', i)
    return 'done'
print(ret(), ret2(), loop())
def suppressed():
    x = 'unset'
    with M('s', True):
        x = 'set'
        1 / 0
        x = 'never'
    return x
print(suppressed())
def suppressed_unbound():
    with M('s', True):
        1 / 0
        y = 1
    try: return y
    except UnboundLocalError as e: return str(e)
print(suppressed_unbound())
def suppressed_target():
    with M('s', True) as t: 1 / 0
    return t
print(suppressed_target())
class T: pass
t = T(); l = [0, 0]
with M('attr') as t.x, M('item') as l[1]: print(t.x, l)
with M((1, (2, 3))) as (p, (q, r)): print(p, q, r)
try:
    with M('bad') as (p, q): pass
except TypeError as e: print(e)
def nested_finally():
    try:
        with M('n'):
            try: return 'v'
            finally: print('inner finally')
    finally: print('outer finally')
print(nested_finally())
def raise_in_exit():
    class R:
        def __enter__(self): return self
        def __exit__(self, *a): raise IndexError('exit')
    try:
        with R(): raise KeyError('body')
    except IndexError as e: return repr(e), repr(e.__context__)
print(raise_in_exit())
for obj in (5, type('NoExit', (), {'__enter__': 0})()):
    try:
        with obj: pass
    except Exception as e: print(type(e).__name__, e)
class Inst: pass
i = Inst(); i.__enter__ = i.__exit__ = lambda *a: None
try:
    with i: pass
except TypeError as e: print(e)
class Static:
    @staticmethod
    def __enter__(): return 'st'
    @classmethod
    def __exit__(cls, *a): print('cm', cls.__name__, a)
with Static() as s: print(s)
def gen():
    with M('g') as g:
        yield g
        yield 'two'
for x in gen(): print(x)
g = gen(); next(g); g.close()
g = gen(); next(g)
try: g.throw(KeyError('thrown'))
except KeyError as e: print(repr(e))
