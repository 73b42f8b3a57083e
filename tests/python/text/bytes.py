# bytes and bytearray: constructor, slots, methods, errors.
def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
class B:
    def __bytes__(self): return b"special"
class BadB:
    def __bytes__(self): return "text"
class It:
    def __iter__(self): return iter([1, 2, 255])

for cls in (bytes, bytearray):
    print(cls.__name__)
    for args in ((), (3,), (0,), (-1,), (b"abc",), (bytearray(b"x"),), ([1, 2, 3],), ([256],), ([-1],), (["a"],), ("abc",), ("abc", "ascii"), ("é", "ascii"),
                 ("é", "ascii", "replace"), ("é", "latin-1"), (range(5),), (It(),), (I(2),), (1.5,), (None,), (object,), (b"a", "ascii"), ("a", 1), ("a", "ascii", 2),
                 (1 << 70,), (memoryview(b"abc")[::2],), ({1: 2},), ((x for x in (1, 2)),), (B(),), (BadB(),), (1, "ascii"), ([1 << 70],)):
        show(lambda: cls(*args))
    show(lambda: cls(source=b"a"))
    show(lambda: cls("é", encoding="utf-8", errors="strict"))
    show(lambda: cls(errors="strict"))
    show(lambda: cls(encoding="ascii"))
    show(lambda: cls("a", errors="strict"))
    show(lambda: cls(b"a", errors="strict"))
    show(lambda: cls(1, 2, 3, 4))
    x = cls(b"hello world \x00\xff'\"\\\n")
    print(repr(x), str(x), len(x), x[0], x[-1], bool(x), bool(cls()))
    for k in (0, -1, 100, -100, "a", None, 1.5, I(1), slice(1, 4), slice(None, None, -2), slice(5, 1), slice(None), 1 << 70):
        show(lambda: x[k])
    show(lambda: x + b"abc")
    show(lambda: x + bytearray(b"abc"))
    show(lambda: x + memoryview(b"abc"))
    show(lambda: x + "abc")
    show(lambda: x + 1)
    show(lambda: x * 2)
    show(lambda: 2 * cls(b"ab"))
    show(lambda: x * -1)
    show(lambda: x * "a")
    show(lambda: 104 in x)
    show(lambda: b"wor" in x)
    show(lambda: 300 in x)
    show(lambda: "a" in x)
    show(lambda: b"" in x)
    show(lambda: I(104) in x)
    show(lambda: [x == b"hello", x != 5, x < b"i", x > bytearray(b"h"), x <= x, x >= b"zz"])
    show(lambda: x < "a")
    show(lambda: x < memoryview(b"zzz"))
    show(lambda: x == memoryview(bytes(x)))
    show(lambda: list(x[:5]))
    it = iter(x)
    next(it)
    show(lambda: (it.__length_hint__(), it.__reduce__()[1:]))
    it.__setstate__(11)
    show(lambda: list(it))
    show(lambda: it.__reduce__()[1:])
    print(type(it).__name__)
    for t in (b"", b"a", b"abcabc", b"  a b\t c\n", b"Hello World", b"123", b"a\nb\r\nc\rd", b"x\ty", b"-5", b"they're Bill's", b"\xff\xe9", b"ABC", b"aB1"):
        t = cls(t)
        for name in ("upper lower title capitalize swapcase isalpha isalnum isdigit isspace islower isupper istitle isascii strip lstrip rstrip "
                     "split rsplit splitlines expandtabs hex").split():
            print(t, name, getattr(t, name)())
        for p in (b"", b"a", b"bc", b" ", b"zz", bytearray(b"c")):
            print(t, p, t.find(p), t.rfind(p), t.count(p), t.startswith(p), t.endswith(p), t.find(p, 1, -1), t.rfind(p, -4), t.count(p, 100), t.find(p, 100),
                  t.replace(p, b"<>"), t.replace(p, b""), t.replace(p, b"X", 1), t.strip(p), t.lstrip(p), t.rstrip(p), t.removeprefix(p), t.removesuffix(p))
            if p:
                print(t.split(p), t.rsplit(p), t.split(p, 1), t.rsplit(p, 1), t.partition(p), t.rpartition(p))
        print(t.splitlines(True), t.split(None, 1), t.rsplit(None, 1), t.center(10), t.center(9, b"*"), t.ljust(8, b"."), t.rjust(8), t.zfill(7))
    show(lambda: x.find(104))
    show(lambda: x.count(108))
    show(lambda: x.find(300))
    show(lambda: x.find("a"))
    show(lambda: x.find(None))
    show(lambda: x.index(b"zzz"))
    show(lambda: x.rindex(b"zzz"))
    show(lambda: x.find())
    show(lambda: x.count(1, 2, 3, 4))
    show(lambda: x.startswith("a"))
    show(lambda: x.startswith((b"x", b"he")))
    show(lambda: x.startswith((b"x", "he")))
    show(lambda: x.endswith(1))
    show(lambda: x.split(b""))
    show(lambda: x.split("a"))
    show(lambda: x.partition(b""))
    show(lambda: x.partition("a"))
    show(lambda: x.replace("a", b""))
    show(lambda: x.replace(b"a", "b"))
    show(lambda: x.strip("a"))
    show(lambda: x.removeprefix("a"))
    show(lambda: x.center(20, "a"))
    show(lambda: x.center(20, b"ab"))
    show(lambda: x.center(20, bytearray(b"a")))
    show(lambda: x.join([b"a", bytearray(b"b"), memoryview(b"c")]))
    show(lambda: x.join([b"a", "b"]))
    show(lambda: x.join([1]))
    show(lambda: x.join(5))
    show(lambda: cls(b",").join([]))
    show(lambda: cls(b",").join([b"a"]))
    show(lambda: x.translate(bytes(range(256))[::-1]))
    show(lambda: x.translate(None, b"lo"))
    show(lambda: x.translate(None, delete=b"lo"))
    show(lambda: x.translate(b"abc"))
    show(lambda: x.translate("abc"))
    show(lambda: cls.maketrans(b"ab", b"cd")[95:102])
    show(lambda: cls.maketrans(b"ab", b"c"))
    show(lambda: cls.maketrans("ab", b"cd"))
    show(lambda: cls.fromhex("00 ff aB\n"))
    show(lambda: cls.fromhex("0"))
    show(lambda: cls.fromhex("zz"))
    show(lambda: cls.fromhex("0 0"))
    show(lambda: cls.fromhex("ab é"))
    show(lambda: cls.fromhex(b"00"))
    show(lambda: x.hex(":"))
    show(lambda: x.hex(b"-", 4))
    show(lambda: x.hex("-", -4))
    show(lambda: x.hex("--"))
    show(lambda: x.hex("é"))
    show(lambda: x.hex(1))
    show(lambda: x.hex(":", 0))
    show(lambda: cls(b"caf\xc3\xa9").decode())
    show(lambda: cls(b"caf\xe9").decode("latin-1"))
    show(lambda: cls(b"caf\xe9").decode())
    show(lambda: cls(b"caf\xe9").decode("ascii", "ignore"))
    show(lambda: cls(b"caf\xe9").decode("ascii", errors="backslashreplace"))
    show(lambda: cls(b"a").decode(1))
    show(lambda: cls(b"a").decode("utf-8", 1))
    show(lambda: cls(b"%d %s %r %c %b %a %5.1f %x%%") % (1, b"a", "é", 65, bytearray(b"z"), "é", 2.25, 255))
    show(lambda: cls(b"%(a)s") % {b"a": b"1"})
    show(lambda: cls(b"%(a)s") % {"a": b"1"})
    show(lambda: cls(b"%s") % "a")
    show(lambda: cls(b"%b") % B())
    show(lambda: cls(b"%b") % BadB())
    show(lambda: cls(b"%c") % 256)
    show(lambda: cls(b"%c") % b"ab")
    show(lambda: cls(b"%c") % "a")
    show(lambda: cls(b"%.0c") % b"a")
    show(lambda: cls(b"%d") % "a")
    show(lambda: cls(b"%f") % "a")
    show(lambda: cls(b"%y") % 1)
    show(lambda: cls(b"%\xff") % 1)
    show(lambda: cls(b"%s %s") % b"a")
    show(lambda: cls(b"%s") % (b"a", b"b"))
    show(lambda: cls(b"") % ())
    show(lambda: cls(b"%10s|%-10s|%.2s") % (b"abc", b"abc", b"abc"))
    show(lambda: cls(b"%.99999999999d") % 1)
    show(lambda: sorted(n for n in dir(cls) if n != "__init_subclass__"))
    class S(cls):
        pass
    s = S(b"abc")
    s.attribute = 1
    print(s, type(s + b"d"), type(s[:]), type(s.upper()), type(cls(s)), s.attribute, s == b"abc", S.fromhex("61"), type(S.fromhex("61")), len(s))

print(hash(b"abc") == hash("abc"), hash(b"abc") == hash(memoryview(b"abc")), {b"a": 1}[bytes([97])])
show(lambda: hash(bytearray()))
show(lambda: b"abc".__bytes__())
show(lambda: b"abc".__getnewargs__())
show(lambda: b"ab" * (1 << 62))
show(lambda: setattr(b"", "x", 1))
def f():
    b"abc"[0] = 1
show(f)
e = bytes()
print(bytes(0) is e)

# bytearray
def mutate(start, f):
    b = bytearray(start)
    try:
        r = f(b)
    except BaseException as e:
        r = (type(e).__name__, str(e))
    print(r, b)
    return b
def setitem(k, v):
    def f(b): b[k] = v
    return f
def delitem(k):
    def f(b): del b[k]
    return f
for k, v in ((0, 65), (-1, 65), (9, 65), (0, 256), (0, -1), (0, "a"), (0, b"a"), (0, None), ("a", 1), (I(1), I(66)), (slice(1, 3), b"XYZ"), (slice(1, 3), b""), (slice(1, 3), bytearray(b"Q")),
             (slice(1, 3), [1, 2, 3]), (slice(1, 3), "ab"), (slice(1, 3), 5), (slice(0, 0), b"new"), (slice(5, 2), b"new"), (slice(None, None, 2), b"ABC"), (slice(None, None, 2), b"AB"),
             (slice(None, None, -1), b"123456"), (slice(None), b""), (slice(100, 200), b"end"), (slice(1, 3), memoryview(b"mv")), (slice(0, 2), iter([1, 2, 3])), (slice(0, 2), [256])):
    mutate(b"abcdef", setitem(k, v))
for k in (0, -1, 9, "a", slice(1, 3), slice(None, None, 2), slice(None, None, -2), slice(None), slice(3, 1), slice(0, 2), slice(1, None, 3)):
    mutate(b"abcdef", delitem(k))
mutate(b"abc", lambda b: b.append(100))
mutate(b"abc", lambda b: b.append(256))
mutate(b"abc", lambda b: b.append("a"))
mutate(b"abc", lambda b: b.extend(b"def"))
mutate(b"abc", lambda b: b.extend([1, 2]))
mutate(b"abc", lambda b: b.extend("def"))
mutate(b"abc", lambda b: b.extend(5))
mutate(b"abc", lambda b: b.extend([1, "a"]))
mutate(b"abc", lambda b: b.extend(b))
mutate(b"abc", lambda b: b.insert(1, 120))
mutate(b"abc", lambda b: b.insert(-100, 120))
mutate(b"abc", lambda b: b.insert(100, 120))
mutate(b"abc", lambda b: b.insert(0, 1000))
mutate(b"abc", lambda b: b.pop())
mutate(b"abc", lambda b: b.pop(0))
mutate(b"abc", lambda b: b.pop(-3))
mutate(b"abc", lambda b: b.pop(3))
mutate(b"", lambda b: b.pop())
mutate(b"abcb", lambda b: b.remove(98))
mutate(b"abc", lambda b: b.remove(120))
mutate(b"abc", lambda b: b.remove(1000))
mutate(b"abc", lambda b: b.reverse())
mutate(b"abc", lambda b: b.clear())
mutate(b"abc", lambda b: b.copy())
mutate(b"abc", lambda b: b.__iadd__(b"x"))
mutate(b"abc", lambda b: b.__iadd__("x"))
mutate(b"abc", lambda b: b.__iadd__(b))
mutate(b"abc", lambda b: b.__imul__(3))
mutate(b"abc", lambda b: b.__imul__(0))
mutate(b"abc", lambda b: b.__init__(b"z"))
mutate(b"abc", lambda b: b.__reduce__())
mutate(b"abc", lambda b: b.__reduce_ex__(3))
def exported(b):
    m = memoryview(b)
    b[0] = 1
    b.append(1)
mutate(b"abc", exported)
def exported2(b):
    m = memoryview(b)
    del b[0]
mutate(b"abc", exported2)
b = bytearray()
for i in range(3000):
    b.append(i & 255)
    if i % 3 == 0:
        del b[0]
print(len(b), sum(b), b[:5], b[-5:])
b.extend(b)
print(len(b), sum(b))
b[10:2000] = b"short"
print(len(b), sum(b))
