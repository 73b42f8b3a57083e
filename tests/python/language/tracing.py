# What trace functions are told, line by line.
import sys


def events(function, *args):
    told = []
    first = function.__code__.co_firstlineno

    def tracer(frame, event, argument):
        if frame.f_code is function.__code__:
            told.append((frame.f_lineno - first, event))
        return tracer

    sys.settrace(tracer)
    try:
        function(*args)
    except ValueError:
        pass
    finally:
        sys.settrace(None)
    print(function.__name__, told)


def loops():
    for i in range(2):
        pass
    while True:
        if i:
            break
    return i


def handled():
    try:
        int("x")
    except ValueError:
        x = 1
    else:
        x = 2
    finally:
        y = 3


def unhandled():
    try:
        raise ValueError
    finally:
        z = 1


def nested(a, b):
    if a:
        if b:
            x = 1
        else:
            x = 2
    elif b:
        x = 3


def early():
    for i in range(3):
        if i == 1:
            continue
        try:
            pass
        except KeyError:
            pass


def managed():
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, *exception):
            return True
    with Manager() as m:
        raise ValueError
    return m


events(loops)
events(handled)
events(unhandled)
for pair in (0, 0), (0, 1), (1, 0), (1, 1):
    events(nested, *pair)
events(early)
events(managed)


# From a function that turns tracing on for its caller, the next line is seen at once.
def turn_on():
    frame = sys._getframe(1)
    frame.f_trace = report
    sys.settrace(report)


def report(frame, event, argument):
    print(event, frame.f_lineno - caller.__code__.co_firstlineno)
    return report if frame.f_code is caller.__code__ else None


def caller():
    a = 1
    turn_on()
    b = 2
    c = a + b
    return c


caller()
sys.settrace(None)
