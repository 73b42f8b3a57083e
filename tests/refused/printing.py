# sweep: --what=print
# The traceback of a chain of exceptions is printed while requests are refused.
import sys


class Own(Exception):
    def __str__(self):
        return "text é " + "x" * 30


class Out:
    text = []

    def write(self, s):
        self.text.append(s)
        return len(s)

    def flush(self):
        pass


def deep(n):
    if n:
        return deep(n - 1)
    try:
        int("x")
    except ValueError as e:
        e.add_note("a note")
        try:
            undefined_name
        except NameError:
            raise ExceptionGroup("group", [Own(1), OSError(2, "gone")]) from e


sys.stderr = Out()
deep(3)
