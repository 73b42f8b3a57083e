# Operators of int over operands of every size, against identities and printed checksums.
state = 12345
def rnd(bits):
    global state
    n = 0
    for _ in range(bits // 31 + 1):
        state = (state * 1103515245 + 12345) % 2147483648
        n = n << 31 | state
    return n & ((1 << bits) - 1) if bits else 0

sizes = [0, 1, 5, 30, 31, 32, 61, 62, 63, 64, 65, 126, 127, 128, 129, 200, 500, 1000, 4000]
def sample():
    for s in sizes:
        n = rnd(s)
        yield n
        yield -n
        yield 1 << s
        yield -(1 << s)
        yield (1 << s) - 1

values = list(sample())
total = 0
def see(n):
    global total
    total = (total * 1000003 + n) % (2**89 - 1)

for a in values:
    for b in values:
        see(a + b); see(a - b); see(a * b); see(a & b); see(a | b); see(a ^ b)
        assert (a + b) - b == a and (a - b) + b == a
        assert (a ^ b) ^ b == a and (a & b) + (a | b) == a + b
        assert (a < b) == (a - b < 0) and (a == b) == (a - b == 0) and (a <= b) == (not b < a)
        if b:
            q, r = divmod(a, b)
            assert q == a // b and r == a % b and q * b + r == a
            assert 0 <= r < b or b < r <= 0
            see(q); see(r)
            try:
                see(hash(a / b))
            except OverflowError as e:
                see(7)
    for shift in (0, 1, 31, 62, 63, 64, 65, 200):
        see(a << shift); see(a >> shift)
        assert a >> shift == a // 2**shift and (a << shift) == a * 2**shift
    see(~a); see(-a); see(+a); see(abs(a)); see(hash(a)); see(a.bit_length()); see(a.bit_count())
    assert ~a == -a - 1
print(total)

total = 0
for a in values[:60]:
    for e in (0, 1, 2, 3, 7, 20, 65):
        see(a ** e)
    for m in values:
        if m:
            see(pow(a, 65537, m))
            see(pow(a, 0, m))
            try:
                see(pow(a, -3, m))
            except ValueError as e:
                see(len(str(e)))
print(total)
for a, e, m in [(3, 10**40, 10**39 + 1), (-7, 123456789, -10**50), (2, 2**300 - 1, 2**301 + 7), (5, 3, 1), (5, -1, 1), (5, 0, -1)]:
    print(pow(a, e, m))

def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
attempt(lambda: 1 // 0)
attempt(lambda: 1 % 0)
attempt(lambda: 1 / 0)
attempt(lambda: divmod(1, 0))
attempt(lambda: 10**30 // 0)
attempt(lambda: 10**30 % 0)
attempt(lambda: 10**30 / 0)
attempt(lambda: 1 << -1)
attempt(lambda: 1 >> -1)
attempt(lambda: 1 << 10**20)
attempt(lambda: 1 << 2**62)
attempt(lambda: 0 << 10**30)
attempt(lambda: (1 >> 10**30, -1 >> 10**30))
attempt(lambda: pow(2, 1, 0))
attempt(lambda: pow(2, -1, 4))
attempt(lambda: pow(0, -1, 5))
attempt(lambda: 0 ** -1)
attempt(lambda: 2 ** -2)
attempt(lambda: pow(2, 'a', 3))
attempt(lambda: pow(2, 1.0, 3))
attempt(lambda: pow(2, 1, 3.0))
attempt(lambda: 1 + 'a')
attempt(lambda: 1 - None)
attempt(lambda: 1 & 1.0)
attempt(lambda: 1 << 1.0)
attempt(lambda: 1 < 'a')
attempt(lambda: 10**400 / 3)
attempt(lambda: 10**400 / 10**399)
attempt(lambda: 10**400 * 1.0)
attempt(lambda: (0 / -5, 0 / -10**30, -1 / 10**400, 1 / 10**320, 3 / 10**323))
attempt(lambda: int.__add__(1, 2.0))
attempt(lambda: (int.__radd__(1, 2), int.__rpow__(2, 3), int.__divmod__(7, 2), int.__rdivmod__(2, 7)))
attempt(lambda: (True + True, True & 1, True & False, True | False, True ^ True, ~True, -True, +True, abs(True)))
attempt(lambda: (type(True & True), type(True & 1), type(True + 0)))
for d in (2**53 - 1, 2**53, 2**53 + 1, 2**54 + 2, 2**54 + 6, 10**22, 10**23, 2**1024 - 2**971, -2**64 - 1):
    print(float(d), d == float(d), d < float(d), float(d) < d, hash(d), hash(float(d)))
attempt(lambda: float(2**1024 - 2**970))
attempt(lambda: float(10**400))
