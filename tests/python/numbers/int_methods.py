# Methods of int and bool, subclasses, pickling hooks.
def attempt(f, *args, **keywords):
    try:
        print(repr(f(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)
for n in (0, 1, -1, 127, 128, -128, -129, 255, 256, 2**63, -2**63, 2**64, -2**64, 10**20):
    print(n.bit_length(), n.bit_count(), n.conjugate(), n.real, n.imag, n.numerator, n.denominator, n.as_integer_ratio(), n.__getnewargs__(),
          n.__trunc__(), n.__floor__(), n.__ceil__(), n.__index__(), n.__int__(), n.__float__(), bool(n))
    for size in (1, 2, 8, 9, 16):
        for order in ('big', 'little'):
            for signed in (False, True):
                try:
                    b = n.to_bytes(size, order, signed=signed)
                    assert int.from_bytes(b, order, signed=signed) == n, (n, b)
                    print(b, end=' ')
                except OverflowError as e:
                    print(str(e)[0], end=' ')
    print()
attempt((5).to_bytes)
attempt((5).to_bytes, 2)
attempt((5).to_bytes, -1, 'big')
attempt((5).to_bytes, 1, 'x')
attempt((5).to_bytes, 1, 5)
attempt((5).to_bytes, 'a')
attempt((5).to_bytes, length=3, byteorder='little', signed=True)
attempt(int.from_bytes, b'')
attempt(int.from_bytes, b'\x01\x02')
attempt(int.from_bytes, [1, 2, 255], 'little')
attempt(int.from_bytes, [1, 2, 256])
attempt(int.from_bytes, 'ab')
attempt(int.from_bytes, 5)
attempt(int.from_bytes, b'a', 'x')
attempt(int.from_bytes, bytearray(b'\xff\xff'), 'big', signed=True)
for n in (0, 5, 15, 25, 35, 45, -15, -25, 12345, 10**20 + 5, -10**20 - 15, 149, 150, 151):
    print([round(n, k) for k in (-25, -21, -20, -3, -2, -1, 0, 1, 5)], round(n), round(n, None))
attempt(round, 5, 'a')
attempt(round, 5, 2**70)
attempt(round, 5, 1.0)
attempt((5).__format__, 1)
attempt((5).__round__, 1, 2)

class Sub(int):
    pass
s = Sub(7)
s.name = 'seven'
print(s, repr(s), s + 1, type(s + 1), type(+s), type(-s), type(abs(s)), type(s & s), type(s.real), type(s.conjugate()), type(s.numerator), s.name, s == 7, hash(s) == hash(7), {7: 'x'}[s])
print(s * 'ab', [1] * s, s / 2, s // 2, s % 4, divmod(s, 4), s ** 2, 2 ** s, 2.5 * s, s < 8, 8 > s, bool(Sub(0)), type(int(s)), float(s), complex(s), range(s), 'abcdefghij'[s])
print(Sub(10**30), type(Sub(10**30) + 0), Sub(10**30) == 10**30, Sub('12'), Sub('ff', 16), Sub(), Sub(3.7), isinstance(s, int), Sub.from_bytes(b'\x01\x00', 'big'), type(Sub.from_bytes(b'a')))
print(f'{s:05d} {s:x}', '%d' % s, format(s), int.__repr__(s), s.__getnewargs__(), type(s.__getnewargs__()[0]))
class Loud(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
    def __repr__(self): return f'Loud({int(self)})'
    def __add__(self, o): return 'added'
    __radd__ = __add__
    def __index__(self): return 99
    def __bool__(self): return False
l = Loud(21)
print(l, str(l), l + 1, 1 + l, sum([l]), l == 42, bool(l), hex(l), [0] * 3 * 1)
attempt(int.__new__, bool, 1)
attempt(int.__new__, str, 1)
attempt(int.__new__)
attempt(int.__new__, 1)
attempt(bool, 1, 2)
attempt(bool, x=1)
print(bool(), bool(''), bool('x'), bool(0.0), bool(10**30), bool(None), bool([]), repr(True), str(False), True.real, True.__index__(), True.bit_length(), format(True), format(True, 'd'), True == 1.0, {True: 'a'}[1])
try:
    class B(bool): pass
except TypeError as e:
    print(e)
print(None, ..., NotImplemented, bool(None), bool(...), type(None)(), type(...)(), type(NotImplemented)(), Ellipsis.__reduce__(), NotImplemented.__reduce__())
attempt(type(None), 1)
attempt(type(...), 1)
attempt(type(NotImplemented), 1)
print(int.__name__, int.__mro__, bool.__mro__, bool.__base__, int.__doc__ is not None, isinstance(True, int), issubclass(bool, int))
print(sorted(m for m in dir(int) if m not in dir(object)))
print(sorted(m for m in dir(bool) if m not in dir(object)))
