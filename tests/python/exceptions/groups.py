"""except*: matching parts, what is raised after."""


def show(e):
    if isinstance(e, BaseExceptionGroup):
        return (type(e).__name__, e.message, [show(x) for x in e.exceptions])
    return repr(e)


def run(exc, *handlers):
    try:
        try:
            raise exc
        except* ValueError as g:
            print("V", show(g))
            if "v" in handlers: raise
            if "new" in handlers: raise KeyError("new")
        except* (TypeError, OSError) as g:
            print("T", show(g))
            if "t" in handlers: raise
    except BaseException as e:
        print("out", show(e), "context", show(e.__context__) if e.__context__ else None)
    else:
        print("nothing out")


G = ExceptionGroup
run(ValueError(1))
run(KeyError(1))
run(G("g", [ValueError(1), TypeError(2)]))
run(G("g", [ValueError(1), TypeError(2), KeyError(3)]))
run(G("g", [ValueError(1), G("n", [TypeError(2), ValueError(3)]), KeyError(4)]))
run(G("g", [ValueError(1), TypeError(2)]), "v")
run(G("g", [ValueError(1), TypeError(2)]), "v", "t")
run(G("g", [ValueError(1), TypeError(2), KeyError(3)]), "new")
run(ValueError(5), "v")
run(ValueError(5), "new")
run(BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(1)]))
for bad in ("5", "ExceptionGroup", "(ValueError, ExceptionGroup)"):
    try:
        exec(f"try:\n    raise ValueError\nexcept* {bad}:\n    pass")
    except TypeError as e:
        print(e)


def loop():
    for i in range(2):
        try:
            raise G("l", [ValueError(i)])
        except* ValueError:
            pass
        finally:
            print("finally", i)
    return "looped"


print(loop())
try:
    try:
        pass
    except* ValueError:
        print("no")
    else:
        print("else")
finally:
    print("finally")
