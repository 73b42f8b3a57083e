# Generators, yield as an expression, yield from, throw, close.
def g(n):
    for i in range(n):
        r = yield i
        if r: print('got', r)
    return 'ret'
print(list(g(3)))
it = g(3); print(next(it), it.send('a'), it.send(None))
try: next(it)
except StopIteration as e: print(e.value)
def d():
    r = yield from g(2)
    print('from', r)
    r = yield from [10, 20]
    print(r)
    return (yield)
it = d()
for v in it: print(v)
def thrower():
    while True:
        try: yield 1
        except KeyError as e: yield repr(e)
        except GeneratorExit: print('closing'); return
        finally: print('fin')
t = thrower(); print(next(t), t.throw(KeyError('k')), next(t)); t.close()
def deleg():
    try: x = yield from thrower()
    except ValueError as e: yield ('outer', repr(e))
t = deleg(); print(next(t), t.throw(KeyError(2)), t.throw(ValueError(3)))
def sub():
    try:
        x = yield 1
        print('x', x)
        y = yield 2
    except KeyError: return 'caught'
def main():
    print((yield from sub()))
    yield 'end'
m = main(); print(next(m), m.send('v'), m.throw(KeyError))
print(list(x * y for x in range(3) for y in range(3) if x < y), sum(i for i in range(10)), any(x > 2 for x in range(5)))
def lazy():
    print('start')
    yield
l = lazy(); print('made'); next(l)
def stop():
    yield 1
    raise StopIteration('x')
try: list(stop())
except RuntimeError as e: print(e, repr(e.__cause__))
def empty():
    if 0: yield
print(list(empty()))
def inner_fn():
    x = 1
    def f(): return x
    yield f()
    x = 2
    yield f()
print(list(inner_fn()))
def args(a, *b, c=1, **d):
    yield a; yield b; yield c; yield d
print(list(args(1, 2, 3, c=4, e=5)))
def expr():
    x = (yield 1) + (yield 2)
    print(x)
    y = [(yield 3), (yield 4)]
    print(y)
    z = yield
    yield z, y
e = expr(); next(e); e.send(10); e.send(20); e.send(30); print(e.send(40), e.send(50))
ge = (i for i in [1, 2]); print(next(ge), list(ge), list(ge))
try: (i for i in 5)
except TypeError as e: print(e)
def tryfin():
    try: yield 1; yield 2
    finally: print('cleanup')
for i in tryfin():
    print(i); break
t = tryfin(); next(t); del t
print(g.__code__.co_flags & 0x20, g(1).__name__, g(1).__qualname__, (x for x in 'a').__qualname__)
it = g(1); print(it.gi_frame is not None, it.gi_running, it.gi_code is g.__code__); list(it); print(it.gi_frame)
def self_call():
    try: next(me)
    except ValueError as e: yield str(e)
me = self_call(); print(next(me))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib(); print([next(f) for _ in range(15)])
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(4)))
lam = lambda: (yield 5)
print(list(lam()))
def ret_in_loop():
    for i in range(3):
        try:
            yield i
            if i == 1: return 'early'
        finally: print('f', i)
try:
    r = ret_in_loop()
    while 1: print(next(r))
except StopIteration as e: print(e.value)
