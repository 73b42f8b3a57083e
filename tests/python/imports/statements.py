"""Import statements, packages, relative imports, and their errors."""
import os.path
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


def attempt(source, **names):
    try:
        exec(source, {"__name__": "__main__", **names})
    except BaseException as e:
        print(type(e).__name__, str(e).split(" (/")[0], getattr(e, "name", None))
    else:
        print("fine:", source)


import package
import package.sub.leaf as aliased
print(package.value, package.sub.name, package.sub.leaf is aliased, package.sub.sibling_text, package.sibling.text)
print(sys.modules["package.sub.leaf"] is aliased, aliased.__name__, aliased.__package__, package.__spec__.name)
from package.sub.leaf import *
print(shown, "_hidden" in globals())
from package.sub import *
print(name, other.__name__)
from package import sub as s, value as v
print(s is package.sub, v)

attempt("import nothing_of_that_name")
attempt("import package.nothing")
attempt("import package.sibling.deeper")
attempt("import os.nothing")
attempt("from package import nothing")
attempt("from package.nothing import x")
attempt("from . import x")
attempt("from .. import x")
attempt("from . import x", __package__="package")
attempt("from .sibling import text", __package__="package")
attempt("from ..sibling import text", __package__="package")
attempt("from .sibling import text", __package__=5)
attempt("import package.relative_up")
attempt("import package.circular_a")
print("package.circular_a" in sys.modules, "package.circular_b" in sys.modules)
attempt("import package.fails")
print("package.fails" in sys.modules, hasattr(package, "fails"))
sys.modules["halted"] = None
attempt("import halted")
attempt("from package import *")
attempt("__import__('')")
attempt("__import__(5)")
attempt("__import__('package', level=-1)")
print(__import__("package.sub").__name__, __import__("package.sub", fromlist=["leaf"]).__name__)
sys.modules["replaced"] = "not a module"
import replaced
print(replaced)


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name != "made_up":
            return None
        print("asked for", name, path)
        import types
        return types.SimpleNamespace(name=name, loader=self, parent="", submodule_search_locations=None,
                                     has_location=False, origin="nowhere", cached=None)

    def create_module(self, spec): return None
    def exec_module(self, module): module.answer = 42


sys.meta_path.insert(0, Finder())
import made_up
print(made_up.answer, made_up.__name__)
sys.meta_path.pop(0)


def inside():
    import package.sub
    from package.sub import leaf as local
    return package.sub.leaf is local


print(inside())
import builtins
real = builtins.__import__


def traced(name, globals=None, locals=None, fromlist=(), level=0):
    print("import", name, fromlist, level)
    return real(name, globals, locals, fromlist, level)


builtins.__import__ = traced
import package.sibling
from package import value
builtins.__import__ = real
