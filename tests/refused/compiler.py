# Every pass of the compiler, every form of statement and expression, errors among them.
source = '''
"doc"
import sys as s
from sys import path as p, modules
x: int = 1 + 2 * 3
@staticmethod
def f(a, b=(1, x), /, *c, d: 'q' = [x], **e) -> x:
    "docs"
    global g, y
    g = y = (a, b)
    z = w = a
    def inner(k=1):
        nonlocal z
        z += k
        return lambda q: (z, q, a)
    del b
    try:
        with inner() as h, inner() as (i, *j): pass
    except (KeyError, x) as err:
        raise err from None
    except: pass
    else: z = 5
    finally:
        for v in [1, 2, 3]:
            if v < 2 < x: continue
            elif v in {1, 2, 3} and not v or a: break
        else: return f'{a!r:>{x}} {b}'
    while a is None: a = yield from b
    return 'k %s %5r' % (a, b)
class C(object, metaclass=type):
    v: int = 5
    def __m(self, __k=1): return super().__init__, __class__, __k
    class D: pass
async def g(*a):
    async for i in a:
        async with i as k: await k
    return [await z async for z in a if z]
match x:
    case [1, a, *_] | {'k': a} if a: pass
    case {'r': _, **rest}: pass
    case C(q, v=5) as w: pass
    case _: pass
try: pass
except* KeyError as e: pass
l = [i * j for i in range(3) for j in range(i) if j] + [*x, 1]
d = {1: 2, **{}, 'k': {3, 4, x}}
l[0], (d[1:2], *m) = a.b = 1, 2
l[0] += 5; a.b -= 1; x **= 2
t = (n := 5) if x else (lambda *a, k=2: a)(*l, k=3, **d)
assert x, 'm'
'''
import sys
# refused from here
code = compile(source, 'name', 'exec')
assert compile('a + b', 'n', 'eval').co_names == ('a', 'b')
compile('from __future__ import annotations\ndef f(a: {1: [x for x in y]}, *b: f"{q}") -> lambda: 0: pass', 'n', 'exec')
compile('print(1)\n', 'n', 'single')
for bad in ['return 1', 'def f():\n nonlocal x', 'x = (', 'f(a=1, a=2)', 'class A:\n  def f(a, a): pass', 'break', '[(x := 1) for x in y]']:
    try:
        compile(bad, 'n', 'exec')
    except SyntaxError as e:
        assert e.filename == 'n', e.filename
    else:
        assert False
assert code.replace(co_name='other').co_name == 'other' and code == code.replace()
assert [c for c in code.co_consts if type(c) is type(code)] and hash(code) and list(code.co_lines()) and len(list(code.co_positions()))
