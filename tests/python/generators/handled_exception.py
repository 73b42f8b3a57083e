"""What sys.exc_info() says inside and around generators."""
import sys


def now():
    e = sys.exc_info()[1]
    return e and repr(e)


def plain():
    print("inside", now())
    yield 1
    print("inside", now())
    yield 2


g = plain()
next(g)
try:
    raise ValueError("outer")
except ValueError:
    next(g)
    print("around", now())
print("after", now())


def handling():
    try:
        raise KeyError("own")
    except KeyError:
        print("handling", now())
        yield 1
        print("still", now())
        yield 2
    print("done", now())
    yield 3


g = handling()
next(g)
print("suspended", now())
try:
    raise ValueError("outer")
except ValueError:
    print("before", now())
    next(g)
    print("between", now())
    next(g)
    print("around", now())
print("after", now())


def reraises():
    try:
        yield
    except Exception:
        try:
            raise
        except Exception as e:
            print("again", repr(e))
        raise RuntimeError("new")


g = reraises()
next(g)
try:
    try:
        raise TypeError("first")
    except TypeError:
        g.throw(IndexError("thrown"))
except RuntimeError as e:
    print(repr(e), repr(e.__context__), repr(e.__context__.__context__))


def context():
    yield
    raise LookupError("in generator")


g = context()
next(g)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        next(g)
except LookupError as e:
    print(repr(e), repr(e.__context__))


def bare():
    yield
    raise


g = bare()
next(g)
try:
    next(g)
except RuntimeError as e:
    print(e)
g = bare()
next(g)
try:
    try:
        raise OSError("from outside")
    except OSError:
        next(g)
except OSError as e:
    print(repr(e))
