# Functions: kinds of parameters, closures, decorators, wrong calls, partial, introspection.
import functools
# refused from here


def kinds(a, b=2, /, c=3, *rest, d, e=5, **others):
    return a, b, c, rest, d, e, others


def counter():
    n = 0

    def step(by=1):
        nonlocal n
        n += by
        return n
    return step, lambda: n


def logged(prefix):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **keywords):
            return prefix, function(*args, **keywords)
        wrapper.calls = []
        return wrapper
    return decorate


def check():
    assert kinds(1, d=4) == (1, 2, 3, (), 4, 5, {})
    assert kinds(1, 2, 3, 4, *[5, 6], d=1, **{"x": 7, "y": [8]}) == (1, 2, 3, (4, 5, 6), 1, 5, {"x": 7, "y": [8]})
    for wrong in (lambda: kinds(), lambda: kinds(1), lambda: kinds(1, d=1, **{"c": 1}, **{"c": 2}), lambda: counter(1)):
        try:
            wrong()
            assert False
        except TypeError as e:
            assert "kinds" in str(e) or "counter" in str(e)
    step, peek = counter()
    assert [step(), step(5), peek()] == [1, 6, 6] and step.__closure__[0].cell_contents == 6

    @logged("p")
    def hello(name: str, *, loud=False) -> str:
        """Says hello."""
        return f"hello {name}"
    assert hello("x") == ("p", "hello x") and hello.__doc__ == "Says hello." and hello.__wrapped__.__annotations__
    part = functools.partial(kinds, 1, d=2, z=3)
    assert part(5, e=6) == (1, 5, 3, (), 2, 6, {"z": 3}) and functools.reduce(lambda a, b: a + b, range(10)) == 45

    @functools.lru_cache(maxsize=4)
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)
    assert fib(15) == 610 and fib.cache_info().currsize == 4
    kinds.extra = {"a": 1}
    assert kinds.__kwdefaults__ == {"e": 5} and kinds.__code__.co_argcount == 3 and kinds.__dict__ and repr(kinds)
    assert list(map(lambda a, b: a * b, [1, 2], [3, 4])) == [3, 8] and (lambda *a, **k: (a, k))(1, x=2) == ((1,), {"x": 2})


check()
