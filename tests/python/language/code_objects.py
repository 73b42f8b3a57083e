# Attributes of code objects, lines and positions, replace(), comparison, single and eval mode.
import sys
def f(a, b=1, /, c=2, *d, e, **g):
    "doc"
    x = a + b
    def h(): return x, c
    return [y for y in d if y], h
code = f.__code__
print([(n, getattr(code, n)) for n in 'co_argcount co_posonlyargcount co_kwonlyargcount co_flags co_nlocals co_varnames co_cellvars co_freevars co_name co_qualname co_firstlineno'.split()])
print(code.co_consts[0], [type(c).__name__ for c in code.co_consts], code.co_names)
inner = [c for c in code.co_consts if type(c) is type(code)]
print([(c.co_name, c.co_qualname, c.co_varnames, c.co_freevars, c.co_firstlineno, c.co_names) for c in inner])
print(sorted({line for _, _, line in code.co_lines() if line}))
print(repr(code).replace(hex(id(code)), 'ADDRESS').replace(__file__, 'FILE'))
print(code == f.__code__, code == code.replace(), code == code.replace(co_name='z'), hash(code) == hash(code.replace()), code != 1, code == 'x')
m1 = compile('x = 1', 'a', 'exec'); m2 = compile('x = 1', 'b', 'exec'); m3 = compile('x = 1.0', 'a', 'exec')
print(m1 == m2, m1 == m3, m1.co_consts, m3.co_consts, m1.co_names, m1.co_name, m1.co_filename)
r = code.replace(co_name='other', co_firstlineno=100, co_filename='elsewhere', co_qualname='q.other')
print(r.co_name, r.co_firstlineno, r.co_filename, r.co_qualname, r.co_varnames == code.co_varnames)
def k(): return 'old', 5
k.__code__ = k.__code__.replace(co_consts=(None, ('new', 6)))
print(k())
def n(o): return o.attr
print(n.__code__.replace(co_names=('other',)).co_names)
for bad in [dict(co_nothing=1), dict(co_name=5), dict(co_argcount='x'), dict(co_consts=[])]:
    try: code.replace(**bad); print('no error')
    except (TypeError, ValueError) as e: print(type(e).__name__)
for attribute in 'co_name', 'co_consts', 'co_flags':
    try: setattr(code, attribute, 1)
    except AttributeError as e: print(e)
print(eval(compile('1 + 2', 'e', 'eval')), eval(' 3 '), eval('\t4'), eval(compile('x', 'e', 'eval'), {'x': 5}))
exec(compile('1 + 1; None; "s"\nprint("p")\n', 'i', 'single'))
exec(compile('for i in range(2): i', 'i', 'single'))
exec(compile('def q():\n  5\n  return 6\n', 'i', 'single')); print(q())
exec(compile('"not a docstring"', 'i', 'single'))
print(compile('', 'm', 'exec').co_consts, exec('') is None)
print(compile('a; b', 'm', 'exec').co_names, compile('pass', 'm', 'exec').co_flags)
ns = {}
exec(compile('x: int\ny: str = 2', 'm', 'exec'), ns); print(ns['__annotations__'], ns['y'])
for mode in 'exec', 'eval', 'single': print(mode, compile('1', 'f', mode).co_name)
print([p for p in compile('abc.d(e)', 'm', 'exec').co_positions() if p == (1, 1, 0, 8)][:1])
def shares():
    return 12345678901234567890, 'a b', 1.5, (1, 2, 'x y')
def shares2():
    return 12345678901234567890, 'a b', 1.5, (1, 2, 'x y')
print([a is b for a, b in zip(shares(), shares2())])
print([c for c in (lambda: (1, 1.0, True, 0.0, -0.0, 'a', b'a', None, ...)).__code__.co_consts if c][-1])
o0 = compile('assert 0\ndef f():\n  "doc"\nprint(__debug__)', 'o', 'exec', optimize=0)
try: exec(o0)
except AssertionError: print('asserts')
exec(compile('assert 0\ndef f():\n  "doc"\nprint(__debug__, f.__doc__)', 'o', 'exec', optimize=1))
exec(compile('"mod"\ndef f():\n  "doc"\nprint(f.__doc__)', 'o', 'exec', optimize=2))
def deep():
    class A:
        def m(self):
            return [lambda: (lambda: 0) for _ in 'a']
    return A().m()[0]().__qualname__
print(deep())
print((lambda: (yield)).__code__.co_flags & 0x20, [c.co_flags & 0x20 for c in compile('(x for x in y)', '', 'eval').co_consts if hasattr(c, 'co_flags')])
