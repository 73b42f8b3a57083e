import sys, functools
sys.setrecursionlimit(10**8)
def a(x=None): return list(map(a, [1]))
def b(x=None): return sorted([1, 2], key=b)
def c(x=None): return max([1, 2], key=c)
def d(x=None): return functools.reduce(lambda x, y: d(), [1, 2])
def e(x=None): return eval('e()')
def f(x=None): exec('f()')
def g(x=None): return '%s' % G()
class G:
    def __str__(self): return '{}'.format(G())
def h(x=None): return any(h() for i in [1])
def i(x=None): return type('I', (), {'__init_subclass__': None, '__set_name__': None, 'p': P()})
class P:
    def __set_name__(self, owner, name): i()
def j(x=None): return [1].sort(key=j)
def k(x=None): return __import__('functools').partial(k)()
def l(x=None): return getattr(L(), 'x')
class L:
    @property
    def x(self): return l()
def m(x=None): return super(M, M()).__init__()
class M:
    def __new__(cls): return m()
import re
def n(x=None): return re.sub('a', n, 'aa')
import itertools
def o(x=None): return next(itertools.starmap(o, [(1,)]))
def p(x=None): return sum([Q(), Q()], Q())
class Q:
    def __add__(self, x): return p()
def q(x=None): return ' '.join(R())
class R:
    def __iter__(self): return iter(q())
for function in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q):
    try:
        function()
    except (RecursionError, MemoryError, SyntaxError, RuntimeError):
        pass
