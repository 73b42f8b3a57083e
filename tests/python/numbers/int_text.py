# int(), str(), hex() and friends: literals, bases, limits and messages.
import sys
def attempt(f, *args, **keywords):
    try:
        r = f(*args, **keywords)
        print(repr(r)[:200])
    except Exception as e:
        print(type(e).__name__, str(e)[:300])
for s in ['0', '-0', '12', ' 12 ', '+7', '-7', '1_000', '1__0', '_1', '1_', '', ' ', '+', '-', '+-1', '- 1', '1 2', 'a', '12a', '0x10', '0b1',
          '\x1c5', '\xa05\u3000', '\u0663\u0664', '\u0663_\u0664', '\u0663a', '\U0001d7ce\U0001d7d8', '1\x00', '\x00', 'é', '9' * 30, '-' + '9' * 30, '1' * 200]:
    attempt(int, s)
for s, b in [('ff', 16), ('0xff', 16), ('0Xff', 16), ('0x_ff', 16), ('0x__ff', 16), ('0x', 16), ('777', 8), ('0o777', 8), ('8', 8), ('101', 2), ('0b101', 2),
             ('0b12', 2), ('zz', 36), ('Zz', 36), ('12', 3), ('0x1f', 0), ('0b11', 0), ('0o17', 0), ('17', 0), ('017', 0), ('00', 0), ('0_0', 0), ('0', 0),
             ('0_7', 0), ('z' * 50, 36), ('1' * 100, 2), ('f' * 40, 16), ('-0x1f', 0), ('10', 1), ('10', 37), ('10', -1), ('10', 10**30), ('10', True), ('10', 'x'), ('10', 2.0),
             (b'ff', 16), (bytearray(b'ff'), 16), (5, 10), (None, 10), ('0b1', 16), ('0o7', 16)]:
    attempt(int, s, b)
attempt(int, '5', base=10)
attempt(int, base=10)
attempt(int, x=5)
attempt(int, 1, 2, 3)
attempt(int)
attempt(int, b'12')
attempt(int, b' 1_2 ')
attempt(int, b'1\xff')
attempt(int, bytearray(b'34'))
attempt(int, memoryview(b'56'))
attempt(int, None)
attempt(int, [])
attempt(int, 1.9), attempt(int, -1.9), attempt(int, 1e30), attempt(int, float('inf')), attempt(int, float('nan')), attempt(int, 1j)
attempt(int, '1' * 4300)
attempt(int, '1' * 4301)
attempt(int, '1' * 5000 + 'z')
attempt(int, '0' * 5000)
attempt(int, 'z' * 4301, 36)
attempt(int, '1' * 5000, 2)
attempt(str, 10**4299)
attempt(str, 10**4300)
attempt(repr, -10**5000)
attempt(format, 10**5000, 'd')
attempt(hex, 16**5000)
class I:
    def __init__(self, v): self.v = v
class Int(I):
    def __int__(self): return self.v
class Index(I):
    def __index__(self): return self.v
class Trunc(I):
    def __trunc__(self): return self.v
class Sub(int): pass
for c in (Int, Index, Trunc):
    for v in (3, True, Sub(4), 'x', 1.5, 10**30):
        attempt(int, c(v))
attempt(int, Index(5), 10)
attempt(int, '77', Index(8))
print(type(int(Sub(5))), type(int(True)), int(True))
for n in (0, 1, -1, 255, -255, 2**62 - 1, 2**62, -2**62, -2**62 - 1, 2**63, 2**64 - 1, 2**64, -2**64, 10**18, 10**19, 10**40, -10**60):
    print(n, hex(n), oct(n), bin(n), repr(n), str(n), '%d %x %o %X' % (n, n, n, n), f'{n:,} {n:_x} {n:#b}')
    assert int(str(n)) == n and int(hex(n), 16) == n and int(oct(n), 0) == n and int(bin(n), 2) == n
n = 1
for i in range(60):
    n = n * 97 + i
    assert int(str(n)) == n
    for base in range(2, 37):
        digits, m = '', n
        while m:
            m, d = divmod(m, base)
            digits = '0123456789abcdefghijklmnopqrstuvwxyz'[d] + digits
        assert int(digits, base) == n and int(digits.upper(), base) == n
if hasattr(sys, 'set_int_max_str_digits'):
    sys.set_int_max_str_digits(0)
    s = str(3**20000)
    print(len(s), s[:20], s[-20:], int(s) == 3**20000)
    s = str(7**100000)
    print(len(s), hash(s) == hash(str(int(s))), int(s) == 7**100000)
    sys.set_int_max_str_digits(4300)
