# struct, through _struct
import _struct as s
def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)
vals = (0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, 65535, 65536, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**32 - 1, 2**32, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64 - 1, 2**64, 1.5, -0.0, "a", b"a", b"ab", None, True, [], 1e10, 65519.9, 65520.0, 1e-8, 5.960464477539063e-08, 2.98e-08, float("inf"), float("-inf"), 1e39, 0.1)
for code in "bBhHiIlLqQnN?cefdspP":
    for order in "@=<>!":
        for v in vals:
            if order in "@=" and v not in (1, -1, 1.5): continue
            print(order + code, repr(v), end=" ")
            show(lambda: s.pack(order + code, v))
for fmt in ("bhi", "@bhiq", "<bhiq", "bP", "b0i", "3s2p0s", "10x", "2h 3b", "< h i", "", "@", "x", "0i", "hhi", "ihb", "bxh", "5p", "300p", "c?d"):
    show(lambda: s.calcsize(fmt))
for fmt in ("z", "5", "5 5", "99999999999999999999i", "9223372036854775807i", "9223372036854775807x", 1, None, "i<", "é", b"i", "i\0", "<n", "<P", "3", "-1i", "  "):
    show(lambda: s.calcsize(fmt))
data = bytes(range(1, 33))
for fmt in ("bBhHiIlq", "<bBhHiIlq", ">bBhHiIlq", "3s2p5xc?", ">efd", "<efd", "4i", "0i", "ccc", "10p", "1p", "P"):
    show(lambda: s.unpack_from(fmt, data))
    show(lambda: s.unpack(fmt, data[:s.calcsize(fmt)]))
    show(lambda: s.unpack(fmt, data))
for h in (0, 0x8000, 1, 0x3ff, 0x400, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x3c00, 0x3555):
    v = s.unpack("<e", s.pack("<H", h))[0]
    print(v, s.pack("<e", v).hex())
show(lambda: s.pack("5s2p3p", b"abc", b"xyz", b"xyz"))
show(lambda: s.pack("2s", bytearray(b"abc")))
show(lambda: s.pack("ii", 1))
show(lambda: s.pack("i", 1, 2))
show(lambda: s.pack())
show(lambda: s.pack("i", x=1))
class I:
    def __index__(self): return 5
class F:
    def __float__(self): return 2.5
class E:
    def __index__(self): raise KeyError("k")
show(lambda: s.pack("ib", I(), I()))
show(lambda: s.pack("f", F()))
show(lambda: s.pack("i", E()))
show(lambda: s.pack("i", F()))
b = bytearray(12)
show(lambda: s.pack_into("<hh", b, 0, 1, 2))
show(lambda: s.pack_into("<h", b, -2, 3))
show(lambda: s.pack_into("<h", memoryview(b)[6:], 0, 7))
print(b)
for a in ((bytearray(3), 0, 1), (bytearray(8), -2, 1), (bytearray(8), -20, 1), (bytearray(8), 6, 1), (b"aaaa", 0, 1), (1, 0, 1), (), (b,), (b, 0), (b, "a", 1), (b, 0, 1, 2), (b, 100, 1)):
    show(lambda: s.pack_into("i", *a))
for a in ((b"a",), (b"aaaa", -5), (b"aaaa", -2), (b"aaaa", 5), (b"aaaaaaaa", 4), (b"aaaaaaaa", -4), ("a",), (5,)):
    show(lambda: s.unpack_from("i", *a))
show(lambda: s.unpack_from("i", buffer=b"aaaabbbb", offset=4))
show(lambda: list(s.iter_unpack("<h", b"aabbcc")))
show(lambda: list(s.iter_unpack("<h", b"aabbc")))
show(lambda: list(s.iter_unpack("", b"")))
it = s.iter_unpack("<h", b"aabbcc")
print(it.__length_hint__(), next(it), it.__length_hint__(), type(it))
S = s.Struct("<hi")
print(S.format, S.size, S.pack(1, 2), S.unpack(b"abcdef"), list(S.iter_unpack(b"abcdef" * 2)), S.unpack_from(b"xabcdef", 1))
show(lambda: S.pack(1))
show(lambda: S.pack_into(b, 0, 5, 6))
print(b)
show(lambda: s.Struct())
show(lambda: s.Struct(5))
show(lambda: s.Struct(b"i").format)
show(lambda: s.Struct.__new__(s.Struct).pack())
class Sub(s.Struct):
    def __init__(self, f):
        super().__init__(f + "i")
print(Sub("<h").size, s.error.__mro__, s.error.__module__)
show(lambda: setattr(S, "x", 1))
