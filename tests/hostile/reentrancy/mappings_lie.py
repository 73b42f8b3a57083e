class M:
    def keys(self): return 5
class N:
    def keys(self): return iter([[], {}])
    def __getitem__(self, k): return 1 // (k != 5)
class O:
    def __len__(self): return -1
class P:
    def __iter__(self): return 5
class Q:
    def __hash__(self): return 'a'
class R:
    def __bool__(self): return 5
class S:
    def __len__(self): return 'a'
    def __index__(self): return 'a'
    def __str__(self): return 5
    __repr__ = __str__
    def __bytes__(self): return 'a'
    def __format__(self, s): return 5
    def __length_hint__(self): return 'a'
    def __iter__(self): return iter([1])
    def __float__(self): return 'a'
    def __int__(self): return 'a'
    def __complex__(self): return 'a'
    def __contains__(self, x): raise KeyError
    def __getattr__(self, n): return 5
    def __dir__(self): return 5
    def __sizeof__(self): return -1
    def __reduce_ex__(self, n): return 5
import sys, copy, operator
for c in (M, N, O, P, Q, R, S):
    for f in (dict, list, len, bool, hash, iter, str, repr, bytes, format, float, int, complex, dir, sys.getsizeof, copy.copy, operator.index, tuple, set, reversed, next,
              sorted, sum, range, bytearray, round, abs, divmod, callable, vars, id, type, memoryview, enumerate, zip, map, print, hex, ord, chr, open, isinstance, exec, eval,
              __import__, compile, input, lambda o: {**o}, lambda o: [*o], lambda o: f'{o}', lambda o: '%s' % o, lambda o: {o: 1}, lambda o: o in [1], lambda o: 1 in o,
              lambda o: [1][o], lambda o: 'a' * o, lambda o: o.x, lambda o: not o):
        if f in (print, input): continue
        try:
            f(c())
        except (TypeError, ValueError, AttributeError, KeyError, OverflowError, OSError, SyntaxError, ZeroDivisionError):
            pass
