import sys, builtins
def importer(*a, **k):
    builtins.__import__ = old
    sys.modules.pop('json', None)
    return old(*a, **k)
old = builtins.__import__
try:
    builtins.__import__ = importer
    import json
finally:
    builtins.__import__ = old
class F:
    def find_spec(self, name, path, target=None):
        sys.meta_path.remove(self)
        sys.modules[name] = self
        return None
sys.meta_path.insert(0, F())
try:
    import nothing_of_this_name
except ImportError:
    pass
sys.modules.pop('nothing_of_this_name', None)
sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, F)]
