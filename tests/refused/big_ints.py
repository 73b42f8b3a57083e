# Big integers: arithmetic, text, shifts, mixed with float and small ones.
def check():
    a, b = 7 ** 150, -(3 ** 200)
    assert (a * b) // b == a and divmod(a, b) == (a // b, a % b) and a - a == 0 and -a + a == 0
    assert int(str(a)) == a and int(hex(a), 16) == a and int(oct(a), 0) == a and int(bin(b), 2) == b
    assert a << 100 >> 100 == a and a & ~b | a ^ b and ~~a == a and pow(a, 3, 10 ** 40) == a ** 3 % 10 ** 40
    assert pow(3, -1, 10 ** 30 + 57) and a.bit_length() == len(bin(a)) - 2 and a.bit_count() == bin(a).count("1")
    assert int(float(2 ** 70)) == 2 ** 70 and float(a) / float(a) == 1.0 and a / (a * 2) == 0.5 and round(a, -100) % 10 ** 100 == 0
    assert abs(b) == -b and hash(a) == hash(a + 0) and sorted([a, b, 0, 1.5])[0] == b and f"{a:,}" and "%d" % a
    f = 1
    for i in range(1, 80):
        f *= i
    for i in range(79, 0, -1):
        f, r = divmod(f, i)
        assert r == 0
    assert f == 1 and sum([a, b, 1]) == a + b + 1 and (a, b) == (int(repr(a)), int(repr(b)))
    assert a.to_bytes(60, "little") and (-5) // 2 ** 70 == -1 and 2 ** 70 % -5


check()
