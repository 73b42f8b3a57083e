"""Run the cases of one module of CPython's test suite, one line a case.

    driver.py [--list FILE] MODULE     the module as test.MODULE or a dotted name

Each line: STATUS <tab> Class.method <tab> last line of the error or reason.
STATUS is ok, FAIL, ERROR, skip or xfail; `begin` comes before a case starts, so that
the one which takes the process down can be told.  FILE: names of the cases to run.
"""
import ast
import importlib.util
import os
import sys
import unittest

import test.support

# The suite asks CPython's C test module whether code keeps its columns.  It does.
test.support.has_no_debug_ranges = lambda: False

OUT = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8", errors="backslashreplace")


def line(*parts):
    OUT.write("\t".join(str(p).replace("\t", " ").replace("\n", " ") for p in parts) + "\n")
    OUT.flush()


def name_of(test):
    parts = test.id().split(".")
    return ".".join(parts[-2:])


def last_line(error):
    kind, value, _ = error
    try:
        text = str(value)
    except BaseException as e:
        text = f"<{type(e).__name__} in str()>"
    text = text.strip().split("\n")
    return f"{kind.__name__}: {text[0][:300]}" + (f" ... {text[-1][:200]}" if len(text) > 1 else "")


class Result(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.status, self.note = "ok", ""
        line("begin", name_of(test))

    def stopTest(self, test):
        super().stopTest(test)
        line(self.status, name_of(test), self.note)

    def worse(self, status, note):
        if self.status in ("ok", "skip"):
            self.status, self.note = status, note

    def addError(self, test, error):
        if isinstance(test, unittest.TestCase):
            self.worse("ERROR", last_line(error))
        else:                       # setUpClass, setUpModule
            line("ERROR", test.id(), last_line(error))

    def addFailure(self, test, error):
        self.worse("FAIL", last_line(error))

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.worse("FAIL" if issubclass(error[0], test.failureException) else "ERROR", last_line(error))

    def addSkip(self, test, reason):
        if self.status == "ok":
            self.status, self.note = "skip", reason
        if not isinstance(test, unittest.TestCase):
            line("skip", test.id(), reason)

    def addExpectedFailure(self, test, error):
        self.status = "xfail"

    def addUnexpectedSuccess(self, test):
        self.worse("FAIL", "unexpected success")


def cases(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from cases(item)
        else:
            yield item


def case_names(statement):
    """Class.method of each test that STATEMENT, a class, defines."""
    if isinstance(statement, ast.ClassDef):
        for part in statement.body:
            if isinstance(part, ast.FunctionDef) and part.name.startswith("test"):
                yield f"{statement.name}.{part.name}"


def load_in_parts(name):
    """The module NAME, which cannot be imported: one statement at a time.  The cases of a
    class that cannot be made are reported as errors, and everything else runs."""
    spec = importlib.util.find_spec(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with open(spec.origin, encoding="utf-8") as f:
        tree = ast.parse(f.read(), spec.origin)
    for statement in tree.body:
        try:
            exec(compile(ast.Module([statement], []), spec.origin, "exec"), module.__dict__)
        except Exception as e:
            cases = list(case_names(statement))
            for case in cases:
                line("ERROR", case, f"class not made: {type(e).__name__}: {e}")
            if not cases:
                raise
    return module


def load(name):
    loader = unittest.TestLoader()
    try:
        __import__(name)
    except (AttributeError, ImportError):
        return loader, loader.loadTestsFromModule(load_in_parts(name))
    return loader, loader.loadTestsFromName(name)


def main():
    arguments = sys.argv[1:]
    wanted = None
    if arguments[:1] == ["--list"]:
        with open(arguments[1]) as f:
            wanted = set(f.read().split())
        del arguments[:2]
    name = arguments[0]
    sys.argv[1:] = []
    loader, suite = load(name if "." in name else "test." + name)
    for error in loader.errors:
        line("import", name, error.strip().split("\n")[-1])
    if wanted is not None:
        suite = unittest.TestSuite(c for c in cases(suite) if name_of(c) in wanted)
    suite.run(Result())
    line("end", name)
    OUT.flush()
    sys.stdout.flush()


main()
