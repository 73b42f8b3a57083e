"""Generators: send, throw, close, return, delegation."""


def attempt(f, *args):
    try:
        print(repr(f(*args)))
    except BaseException as e:
        print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__))


def count(n):
    try:
        for i in range(n):
            got = yield i
            print("got", got)
        return "done"
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        print("finally")


g = count(3)
print(next(g), g.send("x"), g.send(None))
attempt(next, g)
attempt(next, g)
g = count(3)
next(g)
print(g.throw(ValueError("v")))
attempt(next, g)
g = count(3)
attempt(g.send, 1)
g.close()
g.close()
attempt(next, g)
g = count(2)
next(g)
g.close()
attempt(g.throw, KeyError("k"))


def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = ignores()
next(g)
attempt(g.close)


def stops():
    yield 1
    raise StopIteration("inside")


g = stops()
next(g)
attempt(next, g)


def self_running():
    attempt(next, me)
    yield


me = self_running()
next(me)


def inner():
    try:
        x = yield "a"
        print("inner got", x)
        y = yield "b"
        print("inner got", y)
        return "result"
    except KeyError:
        print("inner caught")
        return "from except"


def outer():
    r = yield from inner()
    print("outer got", r)
    yield from [1, 2]
    r = yield from "z"
    print(r)


g = outer()
print(next(g), g.send(1), g.send(2), next(g), next(g))
attempt(next, g)
g = outer()
next(g)
print(g.throw(KeyError), list(g))
g = outer()
next(g)
attempt(g.throw, ValueError, "thrown")
g = outer()
next(g)
print(g.gi_yieldfrom.__name__, g.gi_running, g.gi_suspended, g.gi_frame.f_lineno, g.gi_code.co_name)
g.close()
print(g.gi_frame, g.gi_yieldfrom, g.gi_suspended)


class Iter:
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *args): print("throw", args[0].__name__ if isinstance(args[0], type) else args[0]); raise StopIteration("thrown value")
    def close(self): print("closed")


def delegating():
    r = yield from Iter()
    print("r =", r)
    yield "after"


g = delegating()
print(next(g), g.throw(ValueError))
g = delegating()
next(g)
g.close()

print(sum(x * x for x in range(10)), list(x for x in "abc" if x != "b"))
attempt(lambda: list(1 / x for x in (1, 0)))
print((x for x in ()).__name__, (x for x in ()).__qualname__)
g = (x for x in range(3))
print(next(g), list(g), list(g))
attempt(g.throw, 5)
attempt(g.throw, ValueError("a"), "b")
attempt(g.throw)


def with_return():
    return 5
    yield


attempt(next, with_return())


def tuple_return():
    return (1, 2)
    yield


try:
    next(tuple_return())
except StopIteration as e:
    print(e.value, e.args)


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


import itertools
print(list(itertools.islice(fib(), 15)))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))
a = [1, 2, 3]


def changes():
    for x in a:
        yield x
        a.append(x)
        if len(a) > 8:
            return


print(list(changes()))
