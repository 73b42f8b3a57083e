# Tracebacks as text: by the traceback module and by the runtime itself.
import io
import sys
import traceback
# refused from here


def fail(n):
    if n:
        return fail(n - 1)
    try:
        {}["key"]
    except KeyError as e:
        raise ValueError("é", [n]) from e


def check():
    try:
        fail(3)
    except ValueError as e:
        text = traceback.format_exc()
        assert "KeyError: 'key'" in text or "KeyError: <exception str() failed>" in text
        assert "ValueError" in text and text.count("return fail(n - 1)") <= 3
        assert traceback.extract_tb(e.__traceback__)[0].name == "check"
        out, sys.stderr = sys.stderr, io.StringIO()
        try:
            sys.excepthook(type(e), e, e.__traceback__)
            written = sys.stderr.getvalue()
        finally:
            sys.stderr = out
        assert not written or written.startswith("Traceback")
        assert repr(traceback.TracebackException.from_exception(e).stack)


check()
