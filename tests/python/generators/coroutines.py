"""Coroutines and async generators, driven by hand."""
import types


def attempt(f, *args):
    try:
        print(repr(f(*args)))
    except BaseException as e:
        print(type(e).__name__, e)


class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return ("got", got)


async def simple(): return 5


async def waits():
    a = await Wait("first")
    print(a)
    b = await simple()
    print(b)
    try:
        await Wait("second")
    except KeyError as e:
        print("caught", repr(e))
    return "end"


def drive(coroutine, *sends):
    sends = list(sends)
    value = None
    try:
        while True:
            print("yielded", coroutine.send(value))
            value = sends.pop(0) if sends else None
    except StopIteration as e:
        print("returned", e.value)


drive(waits(), "x", "y")
c = waits()
c.send(None)
c.send(1)
attempt(c.throw, KeyError("k"))
attempt(c.send, None)
c = simple()
attempt(c.send, 1)
attempt(next, c) if False else None
print(c.cr_await, c.cr_running, c.cr_code.co_name, c.cr_origin)
c.close()
attempt(c.send, None)
w = simple().__await__()
attempt(next, w)


async def agen(n):
    for i in range(n):
        try:
            got = yield i
            if got: print("asend", got)
        except ValueError:
            print("athrown")
            yield "handled"


async def consume():
    async for x in agen(3):
        print("item", x)
    else:
        print("else")
    print([x async for x in agen(4) if x % 2])
    print({x: y async for x in agen(2) for y in "ab"})
    g = agen(5)
    print(await g.__anext__(), await g.asend("hello"), await g.athrow(ValueError))
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("stopped")
    return "consumed"


drive(consume())


class Manager:
    async def __aenter__(self): print("enter"); return "entered"
    async def __aexit__(self, *exc): print("exit", exc[0]); return exc[0] is KeyError


async def managed():
    async with Manager() as m:
        print(m)
    async with Manager():
        raise KeyError
    try:
        async with Manager():
            raise ValueError("out")
    except ValueError as e:
        print(repr(e))
    for bad in (5, "x"):
        try:
            async with bad: pass
        except TypeError as e:
            print(e)
    try:
        await 5
    except TypeError as e:
        print(e)
    try:
        async for x in 5: pass
    except TypeError as e:
        print(e)


drive(managed())


class AIter:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2: raise StopAsyncIteration
        return await Wait(self.n)


async def over():
    async for x in AIter():
        print("x", x)


drive(over(), "a", "b")


@types.coroutine
def old():
    r = yield "old style"
    return r


async def uses_old(): return await old()


drive(uses_old(), 3)


async def raises_stop(): raise StopIteration(1)


attempt(raises_stop().send, None)


async def ag_stop():
    yield 1
    raise StopAsyncIteration


async def run():
    try:
        async for x in ag_stop(): print(x)
    except RuntimeError as e:
        print(e)
    a = agen(1)
    first = a.__anext__()
    try:
        first.send(None)
    except StopIteration as e:
        print(e.value)
    try:
        first.send(None)
    except RuntimeError as e:
        print(e)
    await a.aclose()


drive(run())
print(type(agen(1)).__name__, type(agen(1).__anext__()).__name__, type(agen(1).aclose()).__name__)
