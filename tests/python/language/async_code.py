# Coroutines, async for, async with, async comprehensions, async generators.
class Y:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return ('sent', r)
def run(coro):
    out = []
    try:
        v = coro.send(None)
        while True:
            out.append(v)
            v = coro.send(len(out))
    except StopIteration as e: return out, e.value
async def simple(): return 5
async def one(n):
    x = await Y(n)
    y = await simple()
    return x, y, (await Y('a'), await Y('b'))
print(run(simple()), run(one(1)))
class AIter:
    def __init__(self, n): self.n, self.i = n, 0
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1
        if self.i == 2: await Y('pause')
        return self.i
async def loop(n):
    out = []
    async for x in AIter(n):
        if x == 2: continue
        if x == 4: break
        out.append(x)
    else: out.append('else')
    return out
print(run(loop(3)), run(loop(6)), run(loop(0)))
class ACm:
    def __init__(self, n, s=False): self.n, self.s = n, s
    async def __aenter__(self): print('aenter', self.n); await Y('in'); return self.n
    async def __aexit__(self, t, v, tb): print('aexit', self.n, t and t.__name__); await Y('out'); return self.s
async def cm():
    async with ACm(1) as a, ACm(2): print(a)
    async with ACm(3, True): raise KeyError
    for i in range(3):
        async with ACm(i):
            if i == 1: break
    async with ACm('r') as r: return r
print(run(cm()))
async def comps():
    a = [x async for x in AIter(3)]
    b = {x: await Y(x) async for x in AIter(2) if x}
    c = {x + y async for x in AIter(2) for y in (10, 20)}
    d = [x for x in [1, 2] if await Y('c')]
    e = [[y async for y in AIter(2)] for _ in range(2)]
    f = [x async for x in (y async for y in AIter(3))]
    g = [await z for z in [simple(), simple()]]
    return a, b, sorted(c), d, e, f, g
print(run(comps()))
async def agen(n):
    for i in range(n):
        got = yield i
        if got: print('got', got)
        await Y('ag')
async def use():
    out = [x async for x in agen(3)]
    a = agen(3)
    out.append(await a.__anext__())
    out.append(await a.asend('hi'))
    await a.aclose()
    try: await a.__anext__()
    except StopAsyncIteration: out.append('stop')
    b = agen(2)
    await b.__anext__()
    try: await b.athrow(KeyError('t'))
    except KeyError as e: out.append(repr(e))
    return out
print(run(use()))
async def agen_fin():
    try:
        yield 1
        yield 2
    finally:
        await Y('cleanup'); print('finally')
async def use_fin():
    async for x in agen_fin(): print(x)
    g = agen_fin(); await g.__anext__(); await g.aclose()
    return 'ok'
print(run(use_fin()))
async def exc():
    try: await one_raise()
    except KeyError as e: return repr(e)
    finally: await Y('f')
async def one_raise(): await Y('x'); raise KeyError('in')
print(run(exc()))
async def bad(x): return await x
for v in (5, 'x', [1]):
    c = bad(v)
    try: c.send(None)
    except TypeError as e: print(e)
async def bad_for():
    async for x in [1]: pass
try: bad_for().send(None)
except TypeError as e: print(e)
async def bad_with():
    async with 5: pass
try: bad_with().send(None)
except (TypeError, AttributeError) as e: print(type(e).__name__, e)
c = simple(); print(type(c).__name__, c.cr_code.co_name, c.cr_await); c.close()
print(hex(simple.__code__.co_flags & 0x3a0), hex(agen.__code__.co_flags & 0x3a0))
async def throwin():
    try: await Y(1)
    except ValueError as e: return 'caught', repr(e)
t = throwin(); t.send(None)
try: t.throw(ValueError('v'))
except StopIteration as e: print(e.value)
async def nested_for():
    return [(a, b) async for a in AIter(2) async for b in AIter(2) if a <= b]
print(run(nested_for()))
async def with_return_in_for():
    async for x in AIter(5):
        async with ACm(x):
            if x == 2: return x
print(run(with_return_in_for()))
