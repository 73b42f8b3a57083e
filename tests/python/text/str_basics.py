# str: constructor, slots, items, slices, comparison, iteration, errors.
def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

WIDE = "aé€𐍈z\ud800" * 40

# construction
show(lambda: str())
show(lambda: str(1))
show(lambda: str(b"abc"))
show(lambda: str(b"a\xc3\xa9", "utf-8"))
show(lambda: str(b"a\xff", "utf-8", "replace"))
show(lambda: str(object=5))
show(lambda: str(b"x", encoding="latin-1"))
show(lambda: str(b"x", errors="strict"))
show(lambda: str(1, "utf-8"))
show(lambda: str("a", "utf-8"))
show(lambda: str(b"a", 5))
show(lambda: str(1, 2, 3, 4))

# repr
for s in ["", "a", "it's", '"', "'\"", "\n\r\t\\\0\x7f\x80\xa0\xad\u200b\u2028\ue000\U0010ffff\ud800é€𐍈"]:
    print(repr(s), ascii(s), str(s).encode("utf-8", "backslashreplace"))

# concat, repeat
show(lambda: "a" + "b")
show(lambda: "a" + 1)
show(lambda: 1 + "a")
show(lambda: "é" + "a" + "")
show(lambda: "ab" * 3)
show(lambda: 3 * "é€")
show(lambda: "ab" * -1)
show(lambda: "ab" * (1 << 62))
show(lambda: "ab" * (1 << 80))
show(lambda: "a" * 1.5)
show(lambda: "" * (1 << 62))

# items and slices
for s in ["abcdef", "aé€𐍈z", WIDE]:
    n = len(s)
    print(n)
    for i in (0, 1, 3, -1, -n, n - 1):
        show(lambda: s[i])
    for i in (n, -n - 1, 1 << 70, "a", None, 1.0):
        show(lambda: s[i])
    for sl in (slice(None), slice(1, 3), slice(-3, None), slice(None, None, 2), slice(None, None, -1),
               slice(10, 2, -3), slice(3, 1), slice(100, 200), slice(None, None, 70), slice(None, None, -65),
               slice(1, 2), slice(n, None)):
        show(lambda: s[sl])
    show(lambda: s[::0])
    show(lambda: s["a":])
print([WIDE[i] == list(WIDE)[i] for i in range(len(WIDE))].count(True))
class I:
    def __index__(self): return 2
show(lambda: "abc"[I()])
show(lambda: "abcdef"[I():])

# comparison
words = ["", "a", "b", "ab", "é", "€", "𐍈", "\ud800", "\uffff", "aé", "z"]
print(sorted(words, key=lambda x: x), sorted(words) == sorted(words, key=lambda s: [ord(c) for c in s]))
for a in words:
    print("".join(str(int(x)) for b in words for x in (a < b, a <= b, a == b, a != b, a > b, a >= b)))
show(lambda: "a" < 1)
show(lambda: "a" == 1)
show(lambda: "a" != b"a")
print(hash("abc") == hash("abc"), hash("") == hash(""), hash("é" * 5) == hash("éé" + "ééé"))

# contains
show(lambda: "b" in "abc")
show(lambda: "" in "")
show(lambda: "é" in "caféé")
show(lambda: "bd" in "abc")
show(lambda: 1 in "abc")
show(lambda: None in "abc")

# iteration
print(list("aé€𐍈\ud800"))
it = iter("aé€𐍈")
print(next(it), it.__length_hint__(), it.__reduce__()[1:])
it.__setstate__(3)
print(list(it), it.__length_hint__(), it.__reduce__()[1:])
it = iter("aé€")
it.__setstate__(-5)
print(next(it))
it.__setstate__(99)
print(list(it))
print(list(reversed("aé€")))
show(lambda: iter("abc").__setstate__("x"))
print(type(iter("é")).__name__)

# in-place growth keeps the old values
s = "x"
t = s
for i in range(2000):
    s += "y" if i % 3 else "é"
print(len(s), t, s[:7], s[-7:], s.count("é"))
s += s
print(len(s), s.count("é"))
s = ""
for i in range(100):
    s = s + chr(0x400 + i)
print(s, len(s))

# interning and identity


# subclass
class S(str):
    def __repr__(self): return "S(" + super().__repr__() + ")"
x = S("aé")
x.attribute = 5
print(x, repr(x), len(x), x.attribute, x + "b", type(x + "b"), type(x[:]), type(str(x)), x == "aé", hash(x) == hash("aé"), {x: 1}["aé"])
print(type(x.replace("q", "r")), type(x.strip()), type("".join([x])), type(x * 1), type(x.lower()), type(x.ljust(1)))
print(S(b"abc", "ascii"), S(), S(5), isinstance(x, str), x.__getnewargs__())
class T(str):
    def __new__(cls, v, extra):
        self = super().__new__(cls, v)
        self.extra = extra
        return self
y = T("abc", [1, 2])
print(y, y.extra, y.upper(), f"{y:>5}")
class U(str):
    __slots__ = ()
show(lambda: setattr(U("a"), "b", 1))
class V(str):
    def __str__(self): return "changed"
print(str(V("orig")), V("orig"), "%s" % V("orig"), "{}".format(V("orig")), f"{V('orig')}")
show(lambda: format(V("orig"), "10"))
