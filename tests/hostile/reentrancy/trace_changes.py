import sys
def trace(frame, event, arg):
    frame.f_locals.clear()
    try:
        frame.f_lineno = 1
    except ValueError:
        pass
    sys.settrace(None if event == 'return' else trace)
    frame.f_trace = None
    return trace
def f():
    x = [1]
    for i in x:
        x.append(1) if len(x) < 5 else None
    return x
try:
    sys.settrace(trace)
    f()
    sys.setprofile(trace)
    f()
finally:
    sys.settrace(None)
    sys.setprofile(None)
