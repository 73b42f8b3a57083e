"""Frame objects: what they show, and that they outlive their frames."""
import sys


def f(a, b=2):
    c = 3
    frame = sys._getframe()
    print(frame.f_code.co_name, frame.f_lineno, sorted(frame.f_locals), frame.f_back.f_code.co_name)
    print(frame.f_globals is globals(), frame.f_locals is locals(), frame.f_trace)
    return frame


frame = f(1)
print(frame.f_locals["a"], frame.f_locals["c"], frame.f_back.f_code.co_name, frame.f_locals["frame"] is frame)
frame.clear()
print(frame.f_locals)


def g():
    x = 1
    del x
    y = 2
    def inner(): return y
    print(locals().keys() - {"inner"}, locals()["y"])
    y = 5
    print(locals()["y"], sys._getframe().f_locals["y"])


g()


def running():
    try:
        sys._getframe().clear()
    except RuntimeError as e:
        print(e)


running()


def raises():
    local = "kept"
    raise ValueError


try:
    raises()
except ValueError as e:
    tb = e.__traceback__
    while tb.tb_next:
        tb = tb.tb_next
    print(tb.tb_frame.f_locals, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno)
    saved = tb.tb_frame
print(saved.f_locals)


def gen():
    z = 1
    yield z
    z = 2
    yield z


it = gen()
fr = it.gi_frame
print(fr.f_lineno == fr.f_code.co_firstlineno, fr.f_locals, fr.f_back)
next(it)
print(fr.f_locals, fr is it.gi_frame, fr.f_lineno - fr.f_code.co_firstlineno)
list(it)
print(it.gi_frame)


class C:
    v = 1
    print(sorted(k for k in locals() if k[0] != "_"), sys._getframe().f_code.co_name)


try:
    saved.f_code = 5
except AttributeError as e:
    print(e)
print(repr(saved)[:9], repr(saved)[-13:])
exec("q = 1; print(locals()['q'])", {}, {})
print(sorted(eval("locals()", {}, {"k": 1})))
