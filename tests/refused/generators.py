# Generators, comprehensions, coroutines driven by hand.
def count(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                yield [got]
    finally:
        log.append(n)


def delegate():
    result = yield from count(5)
    yield from [result, "x"]
    yield from (a for a in "yz")
    return "done"


log = []


def check():
    g = count(10)
    assert next(g) == 0 and g.send("s") == ["s"] and next(g) == 1
    try:
        g.throw(ValueError("v"))
        assert False
    except ValueError:
        pass
    assert list(g) == []
    d = delegate()
    assert list(d) == [0, 1, 2, 3, 4, None, "x", "y", "z"]
    e = delegate()
    next(e)
    e.close()
    f = count(3)
    next(f)
    del f
    assert log == [10, 5, 5, 3]
    assert [(i, j) for i in range(4) if i % 2 for j in range(i)] == [(1, 0), (3, 0), (3, 1), (3, 2)]
    assert {i: {j for j in range(i)} for i in range(5)}[3] == {0, 1, 2} and sum(x * x for x in range(20)) == 2470
    assert [[y for y in x] for x in ("ab", "cd")] == [["a", "b"], ["c", "d"]] and (lambda: [z := 5, z])() == [5, 5]


def coroutines():
    class Wait:
        def __await__(self):
            got = yield "waiting"
            return got

    async def inner():
        async with Managed() as m:
            return [await Wait(), m]

    async def agen():
        for i in range(3):
            yield i

    class Managed:
        async def __aenter__(self):
            return 1

        async def __aexit__(self, *a):
            return False

    async def outer():
        return await inner(), [x async for x in agen()]
    c = outer()
    assert c.send(None) == "waiting"
    try:
        c.send("value")
        assert False
    except StopIteration as e:
        assert e.value == (["value", 1], [0, 1, 2])


check()
coroutines()
