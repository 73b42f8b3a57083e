# Names: comprehension scopes, walrus in comprehensions, exec with locals, global and nonlocal.
x = 'global'
def f():
    x = 'local'
    def g():
        global x
        return x
    def h():
        nonlocal x
        x = 'changed'
        return x
    return g(), h(), x
print(f())
def walrus():
    total = 0
    r = [total := total + v for v in range(5)]
    s = any((hit := n) > 2 for n in range(5))
    t = [[inner := i + j for j in range(2)] for i in range(2)]
    return r, total, hit, inner, t
print(walrus())
print([last := i for i in range(3)], last)
def walrus_global():
    global gw
    [gw := i for i in range(4)]
walrus_global(); print(gw)
def nested_walrus():
    n = 0
    def inner():
        nonlocal n
        [n := n + i for i in range(4)]
    inner()
    return n
print(nested_walrus())
ns = {'a': 1}
loc = {}
exec('''
b = a + 1
def fn(): return a
class C: c = b
comp = [a for _ in 'x']
del b
import sys as s
for i in range(2): pass
''', ns, loc)
print(sorted(loc), loc['fn'](), loc['C'].c, 'b' in ns)
exec('global zz; zz = 5', ns, loc); print(ns['zz'], 'zz' in loc)
print(eval('a + q', {'a': 1}, {'q': 2}), eval('[a for _ in "xy"]', {'a': 3}))
try: eval('[q for _ in "x"]', {'a': 1}, {'q': 2})
except NameError as e: print(e)
def lookup():
    len = lambda v: 'shadow'
    return len([1]), [len('x') for _ in 'a']
print(lookup(), len('abc'))
def classes():
    y = 1
    class A:
        y = 2
        z = [y for _ in 'a']
        w = y
        def m(self): return y
    return A.z, A.w, A().m()
print(classes())
def comp_scope():
    i = 'outer'
    l = [i for i in range(3)]
    d = {i: j for i, j in enumerate('ab')}
    return i, l, d
print(comp_scope())
fs = [lambda: k for k in range(3)]; print([f() for f in fs])
def deep1():
    a = 1
    def deep2():
        b = 2
        def deep3():
            nonlocal a
            c = 3
            a += b + c
            return [a + b + c + q for q in range(2)]
        return deep3() + [a]
    return deep2() + [a]
print(deep1())
def params(a, b=lambda: a_default): return b()
a_default = 'dflt'
print(params(1))
def del_loop():
    for i in range(3):
        v = i
        if i == 1: del v; continue
    return v
print(del_loop())
def cond_del(flag):
    v = 1
    if flag: del v
    try: return v
    except UnboundLocalError: return 'unbound'
print(cond_del(0), cond_del(1))
def arg_del(a):
    del a
    try: a
    except UnboundLocalError as e: return str(e)
print(arg_del(1))
def try_assign(f):
    try: v = f()
    except ZeroDivisionError: pass
    try: return v
    except UnboundLocalError: return 'unbound'
print(try_assign(lambda: 1), try_assign(lambda: 1 / 0))
def locals_order(p, *q, r=1, **s):
    b = 2
    a = b
    if 0: never = 1
    for c in 'x': d = c
    def f(): return a
    return list(locals())
print(locals_order(1), locals_order.__code__.co_varnames, locals_order.__code__.co_cellvars)
def star_scope():
    a, *b = [z for z in range(3)]
    return locals()
print(star_scope())
class Meta(type):
    @classmethod
    def __prepare__(m, *a): return type('D', (dict,), {'__missing__': lambda s, k: k.upper() if k.islower() and not k.startswith('_') else (_ for _ in ()).throw(KeyError(k))})()
class Magic(metaclass=Meta):
    val = undefined
print(Magic.val)
__debug__
import sys, os.path as osp, os.path
from sys import (version_info as vi, path,)
print(sys.__name__, osp.__name__ == os.path.__name__, vi[0], path is sys.path)
def imp():
    import sys as system
    from os import path as p, sep
    return system is sys, p is osp, sep
print(imp())
for text in ['import nonexistent_m', 'from sys import nothing_here', 'import sys.nothing', 'from . import x', 'from .x import y']:
    try: exec(text, {'__name__': '__main__', '__package__': None})
    except ImportError as e: print(text, '->', type(e).__name__, e)
