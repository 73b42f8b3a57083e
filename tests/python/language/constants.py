# Folding keeps type and value apart, and stops at its limits.
print([1, 1.0, True, 1 + 0j], [0.0, -0.0], (0.0, -0.0), {0, False, 0.0}, {1: 'a', True: 'b', 1.0: 'c'})
print(1 + 2 * 3 - 4, 2 ** 10, 7 // 2, -7 // 2, 7 % -3, 7 / 2, 1 << 5, ~5, not None, -(-3), +True)
print('a' + 'b', 'ab' * 3, (1, 2) + (3,), (1,) * 3, 'abc'[1], (1, 2, 3)[-1], b'ab'[0], 'abc'[-1:])
for text in ['1 / 0', '1 % 0', '"abc"[5]', '1 << -1', '2 ** -1', '0 ** -1', '"a" + 1', '(1, 2)["x"]', '-"a"', '~1.5',
             '"%d" % "x"', '2 ** 1000 == 1 << 1000', 'len("x" * 5000)', 'len((0,) * 300)', '10 ** 50', '1e308 * 10',
             '"%s %s" % (1,)', '"%s" % (1, 2)', '"%q" % (1,)', '"%(a)s" % {"a": 1}', '"%%%s%%" % (1,)']:
    try:
        print(text, '=', eval(text))
    except Exception as e:
        print(text, '->', type(e).__name__, e)
def f():
    return (1, 2, ('x', None, ...), frozenset)
def g():
    return (1, 2, ('x', None, ...), frozenset)
print(f() == g(), f.__code__.co_consts[0], (lambda: 'doc').__doc__)
def doc():
    'docstring'
    'another'
    return 5
def nodoc():
    f'not {1}'
    return 'x'
def joined():
    'a' 'b'
def added():
    'a' + 'b'
print(doc.__doc__, nodoc.__doc__, joined.__doc__, added.__doc__)
class C:
    """class doc"""
    def m(self): """method doc"""
print(C.__doc__, C.m.__doc__)
print(3 in [1, 2, 3], 3 in {1, 2, 3}, [i for i in [1, 2]], [i for i in {1}])
x = 1000; y = 1000; print(x is y)
def same():
    a = 1.5; b = 1.5; c = 'text with space'; d = 'text with space'; e = 10 ** 20; f = 10 ** 20
    return a is b, c is d, e is f
print(same())
print({'a': 1, 'b': 2, 'c': 3}, [1, 2, 3, 'x'], {*'a'}, [None, True, ...])
big = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] * 3
print(big, {1: {2: {3: 4}}}, ((1, (2, (3,))),))
print(-0.0, 0.0, 1e-320, 1e22, 0x7fffffffffffffff + 1, -0x8000000000000000, 4611686018427387904, -4611686018427387905)
print('\x41\u0042\U00000043\N{DIGIT ONE}\101\n'.encode(), 'é€😀', '\ud800' == '\ud800')
print(1 if True else 2, 1 if False else 2, 'x' and 'y', '' or 'z', 0 and 1, not 'x')
