"""Lint files of the standard library, and a bad one, with Pyflakes."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import ast
import glob
from pyflakes import api, checker, reporter

BAD = '''
import os, sys
from a import *
from . import b, b
def f(x, x2):
    y = 1
    return undefined + x
def f(): pass
class C:
    def m(self): pass
    def m(self): global g
"%s %s" % (1,)
"{} {x}".format(1)
f"nothing"
assert (1, "always")
try: pass
except: pass
except ValueError as e: pass
print >>sys.stderr, "x"
raise NotImplemented
if x is "literal": pass
lambda: (yield)
{"a": 1, "a": 2}
__all__ = ["missing", "f"]
'''
for message in sorted(checker.Checker(ast.parse(BAD), "bad.py").messages, key=lambda m: (m.lineno, m.col, str(m))):
    print(message)
print(api.check("def f(:\n", "broken.py", reporter.Reporter(sys.stdout, sys.stdout)))
for path in sorted(glob.glob("/usr/lib/python3.11/[a-d]*.py")):
    for message in sorted(checker.Checker(ast.parse(open(path, "rb").read()), path).messages, key=lambda m: (m.lineno, m.col, str(m))):
        print(message)
