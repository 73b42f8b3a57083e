# Parameters, defaults, closures, decorators, attributes.
def f(a, b=2, /, c=3, *d, e, f=6, **g):
    return a, b, c, d, e, f, g
print(f(1, e=5), f(1, 2, 3, 4, 5, e=0, z=1), f(1, c=9, e=2))
for call in ['f()', 'f(1)', 'f(1, a=2, e=1)', 'f(1, 2, 3, c=4, e=1)', 'f(**{"e": 1})', 'f(1, e=1, **{"e": 2})', 'f(*5)', 'f(**5)',
             'f(1, *5, e=1)', '(lambda x: x)(1, 2)', '(lambda x, y: x)(1)', '(lambda *, k: k)()', '(lambda: 0)(1)', '(lambda x: x)(y=1)']:
    try:
        print(call, eval(call))
    except TypeError as e:
        print(call, '->', e)
print(f.__defaults__, f.__kwdefaults__, f.__name__, f.__qualname__, f.__code__.co_varnames, f.__code__.co_argcount,
      f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount, hex(f.__code__.co_flags))
def deco(tag):
    print('make', tag)
    def apply(fn):
        print('apply', tag, fn.__name__)
        fn.tags = getattr(fn, 'tags', ()) + (tag,)
        return fn
    return apply
@deco('a')
@deco('b')
def decorated(x: int = 1, *args: str, k: float = 2.0, **kw: 'any') -> bool:
    "doc"
    return x
print(decorated.tags, decorated.__annotations__, decorated.__doc__, decorated())
def order(x: print('ann x') = print('def x'), /, y: print('ann y') = print('def y'), *, z: print('ann z') = print('kw z')) -> print('ret'): pass
print(order.__annotations__)
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
inc, get = counter()
inc(); inc(5); print(get(), inc.__closure__[0].cell_contents, inc.__code__.co_freevars, counter.__code__.co_cellvars)
def outer(x):
    def middle():
        def inner():
            return x
        return inner
    return middle
print(outer(42)()(), outer(1)().__code__.co_freevars)
def param_cell(a, b):
    a += 1
    def g():
        nonlocal b
        b *= 2
        return a, b
    a += 1
    return g(), a, b
print(param_cell(1, 10))
def late():
    fs = [lambda: i for i in range(3)]
    gs = [lambda i=i: i for i in range(3)]
    return [f() for f in fs], [g() for g in gs]
print(late())
def unbound(flag):
    if flag:
        x = 1
    try:
        return x
    except UnboundLocalError as e:
        return str(e)
print(unbound(True), unbound(False))
def unbound_free(flag):
    if flag: x = 1
    def g(): return x
    try: return g()
    except NameError as e: return type(e).__name__, str(e)
print(unbound_free(1), unbound_free(0))
def unbound_cell():
    try:
        return x
    except UnboundLocalError as e:
        m = str(e)
    x = 1
    lambda: x
    return m
print(unbound_cell())
def deleted():
    x = 1
    del x
    try: x
    except UnboundLocalError as e: return str(e)
print(deleted())
def delete_cell():
    x = 1
    def g(): return x
    del x
    try: g()
    except NameError as e: return str(e)
print(delete_cell())
def deltwice():
    x = 1
    del x
    del x
try: deltwice()
except UnboundLocalError as e: print(e)
def loop_unbound(n):
    for i in range(n): j = i
    try: return i, j
    except UnboundLocalError as e: return str(e)
print(loop_unbound(0), loop_unbound(2))
def glob():
    global gx, gy
    gx = 5
    def set(): global gy; gy = gx + 1
    set()
    del gx
glob()
print(gy, 'gx' in globals())
try: gx
except NameError as e: print(e)
def rec(n): return 1 if n <= 1 else n * rec(n - 1)
print(rec(20))
def kw(**k): return k
print(kw(a=1, **{'b': 2}, c=3, **{'d': 4}))
print((lambda *a, **k: (a, k))(1, *(2, 3), 4, *[5], x=1, **{'y': 2}))
def many(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9): return a0 + a9
print(many(*range(10)), many(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), many(a9=9, a8=8, a7=7, a6=6, a5=5, a4=4, a3=3, a2=2, a1=1, a0=0))
def ret_none(): pass
def ret_bare(): return
print(ret_none(), ret_bare())
def local_vars(a, b):
    c = a
    d = [b for _ in 'x']
    return locals()
print(local_vars(1, 2))
def early(x):
    if x: return 'yes'
    else: return 'no'
    print('never')
print(early(1), early(0))
print([f.__qualname__ for f in (counter, inc, outer(1), outer(1)())], (lambda: 0).__qualname__)
class K:
    def method(self):
        def nested(): pass
        return nested, lambda: 0, [lambda: 0 for _ in 'a'][0]
print([x.__qualname__ for x in K().method()], K.method.__qualname__)
def __mangle(__a, __b=1): return __a, __b
print(__mangle(1), __mangle.__code__.co_varnames)
class M:
    __private = 'p'
    def __m(self): return self.__private
    def n(self, __x=3): __y = __x; return self.__m(), __y, M.__private
    def k(self, **kw): return kw
    def c(self): return self.k(__z=1)
    @staticmethod
    def free(*, __k=1): return __k
print(M().n(), sorted(x for x in vars(M) if 'M__' in x or '__m' in x), M.n.__code__.co_varnames, M().c(), M.free.__kwdefaults__)
