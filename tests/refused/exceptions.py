# Exceptions: chains, tracebacks, finally, groups, notes, own classes.
class Own(ValueError):
    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


def deep(n):
    if n == 0:
        raise Own("bottom", 7)
    try:
        deep(n - 1)
    finally:
        n = [n]


def chain():
    try:
        try:
            deep(5)
        except Own as e:
            raise KeyError("outer") from e
    except KeyError as e:
        assert isinstance(e.__cause__, Own) and e.__cause__.code == 7 and e.__suppress_context__
        tb, depth = e.__cause__.__traceback__, 0
        while tb:
            assert tb.tb_lineno > 0 and tb.tb_frame.f_code.co_name
            tb, depth = tb.tb_next, depth + 1
        assert depth == 7, depth
        e.add_note("a note")
        return repr(e), str(e), e.args, e.__notes__


def order():
    log = []
    for i in range(3):
        try:
            log.append("try")
            if i == 1:
                continue
            [][i]
        except (IndexError, ZeroDivisionError) as e:
            log.append(str(e))
        else:
            log.append("else")
        finally:
            log.append("finally")
    assert log.count("finally") == 3 and log.count("list index out of range") == 2


def groups():
    seen = []
    try:
        raise ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("in", [KeyError("k"), OSError(2, "os")])])
    except* ValueError as g:
        seen.append(g.exceptions)
    except* (KeyError, OSError) as g:
        seen.append(repr(g))
    except* TypeError as g:
        seen.append(g)
    assert len(seen) == 3


def context():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            undefined
    except NameError as e:
        assert isinstance(e.__context__, ZeroDivisionError) and e.name == "undefined"
        return [e.with_traceback(None)]


assert chain()[0] == "KeyError('outer')"
order()
try:
    groups()
except ExceptionGroup as g:         # what is raised in except* comes in a group
    if not g.subgroup(MemoryError):
        raise
    raise MemoryError
context()
