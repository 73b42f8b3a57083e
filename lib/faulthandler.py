"""Tracebacks on demand.  Ouro's own crash reports do not pass through here."""

import sys as _sys

__all__ = ["cancel_dump_traceback_later", "disable", "dump_traceback", "dump_traceback_later", "enable",
           "is_enabled", "register", "unregister"]

_enabled = False


def enable(file=None, all_threads=True):
    """Enable the fault handler."""
    global _enabled
    _enabled = True


def disable():
    """Disable the fault handler."""
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    """Check if the handler is enabled."""
    return _enabled


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread into file."""
    frame = _sys._getframe(1)
    rows = ["Stack (most recent call first):\n"]
    while frame is not None:
        code = frame.f_code
        rows.append(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}\n')
        frame = frame.f_back
    (file or _sys.stderr).write("".join(rows))


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """There is no thread that could watch the time: nothing happens."""


def cancel_dump_traceback_later():
    """Cancel the previous call to dump_traceback_later()."""


def register(signum, file=None, all_threads=True, chain=False):
    """Dump the traceback when the signal arrives."""
    import signal
    signal.signal(signum, lambda number, frame: dump_traceback(file))


def unregister(signum):
    """Undo register()."""
    import signal
    was = signal.getsignal(signum)
    signal.signal(signum, signal.SIG_DFL)
    return was is not signal.SIG_DFL
