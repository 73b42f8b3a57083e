"""try, except, else, finally, raise from: flow and chaining."""
import sys


def flow(x):
    out = []
    try:
        out.append("try")
        if x == 1: raise ValueError(1)
        if x == 2: raise KeyError(2)
        if x == 3: return out + ["return"]
    except ValueError as e:
        out.append(repr(e))
    except (KeyError, IndexError) as e:
        out.append("tuple " + repr(e))
    else:
        out.append("else")
    finally:
        out.append("finally")
    return out


for i in range(4):
    print(flow(i))


def finally_wins():
    for i in range(3):
        try:
            raise ValueError
        finally:
            if i < 2: continue
            return "swallowed"


print(finally_wins())


def loops():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("no break")


loops()

try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        first = e
        raise KeyError("second")
except KeyError as e:
    print(e.__context__ is first, e.__cause__, e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError("k") from e
except KeyError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    raise KeyError from None
except KeyError as e:
    print(e.__cause__, e.__suppress_context__)
try:
    raise KeyError from ValueError
except KeyError as e:
    print(repr(e.__cause__))

for bad in ("raise 5", "raise KeyError from 5", "raise", "raise int", "raise None"):
    try:
        exec(bad)
    except BaseException as e:
        print(type(e).__name__, e)


class Odd(Exception):
    def __new__(cls): return 5


try:
    raise Odd
except TypeError as e:
    print(str(e)[:29])
for classes in (5, (ValueError, 5), (ValueError, (KeyError,)), "x"):
    try:
        try:
            raise IndexError("i")
        except classes:
            print("no")
    except TypeError as e:
        print(e, repr(e.__context__))

try:
    try:
        raise ValueError("a")
    finally:
        raise KeyError("b")
except KeyError as e:
    print(repr(e), repr(e.__context__))


def unbound():
    try:
        raise ValueError
    except ValueError as e:
        pass
    return e


try:
    unbound()
except UnboundLocalError as e:
    print(e)
print(sys.exc_info())


def info():
    try:
        raise ValueError("x")
    except ValueError:
        t, v, tb = sys.exc_info()
        try:
            raise KeyError
        except KeyError:
            print(sys.exc_info()[0].__name__)
        print(sys.exc_info()[1] is v, t.__name__, tb.tb_lineno, tb.tb_frame.f_code.co_name)


info()


def lines(tb):
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out


def a():
    b()


def b():
    try:
        c()
    finally:
        pass


def c():
    raise ValueError


try:
    a()
except ValueError as e:
    print(lines(e.__traceback__))
try:
    try:
        a()
    except ValueError as e:
        raise
except ValueError as e:
    print(lines(e.__traceback__))
try:
    try:
        a()
    except ValueError as e:
        raise e
except ValueError as e:
    print(lines(e.__traceback__))
    print(lines(e.with_traceback(None).__traceback__))


class Manager:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self): print("enter"); return self
    def __exit__(self, t, v, tb): print("exit", t and t.__name__, v, tb and tb.tb_lineno); return self.swallow


with Manager(True) as m:
    print(m.swallow)
with Manager(True):
    raise ValueError("gone")
try:
    with Manager(False):
        raise ValueError("stays")
except ValueError as e:
    print(repr(e), lines(e.__traceback__))
with Manager(False), Manager(True):
    raise KeyError("two")


def returns_in_with():
    with Manager(False):
        return "value"


print(returns_in_with())
for bad in ("with 5: pass", "with open: pass"):
    try:
        exec(bad)
    except TypeError as e:
        print(e)


class NoExit:
    def __enter__(self): return 1


try:
    with NoExit(): pass
except TypeError as e:
    print(e)
try:
    x = undefined_name
except NameError as e:
    print(e, e.name)
try:
    (lambda: later)()
except NameError as e:
    print(e)


def free():
    def inner(): return v
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    v = 1


free()
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e))
try:
    del undefined_name
except NameError as e:
    print(e)
