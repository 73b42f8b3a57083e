# The module _codecs: functions, registry, error callbacks.
import _codecs as c
def show(f):
    try:
        print(ascii(f()))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))

for data in (b"abc", b"\xc3", b"ab\xe2\x82", b"\xff", b"a\x00b", b"\x3d\xd8\x0d", b"\x00\xd8", b"a", b"a\x00\x00"):
    for f in (c.utf_8_decode, c.utf_16_decode, c.utf_16_le_decode, c.utf_16_be_decode, c.utf_32_decode, c.utf_32_le_decode, c.utf_32_be_decode):
        show(lambda: f(data))
        show(lambda: f(data, "strict", True))
        show(lambda: f(data, "ignore", True))
        show(lambda: f(data, None, False))
    show(lambda: c.utf_16_ex_decode(b"\xff\xfe" + data, "replace", 0, True))
    show(lambda: c.utf_16_ex_decode(data, "replace", 1, True))
    show(lambda: c.utf_32_ex_decode(b"\xff\xfe\0\0" + data, "replace", 0, True))
    show(lambda: c.ascii_decode(data, "replace"))
    show(lambda: c.latin_1_decode(data))
    show(lambda: c.charmap_decode(data))
for t in ("abc", "é€", "\ud800", ""):
    for f in (c.utf_8_encode, c.utf_16_encode, c.utf_16_le_encode, c.utf_16_be_encode, c.utf_32_encode, c.utf_32_le_encode, c.utf_32_be_encode,
              c.ascii_encode, c.latin_1_encode, c.unicode_escape_encode, c.raw_unicode_escape_encode, c.charmap_encode, c.utf_7_encode):
        show(lambda: f(t))
        show(lambda: f(t, "replace"))
    show(lambda: c.utf_16_encode(t, "replace", 1))
    show(lambda: c.utf_32_encode(t, "replace", -1))
show(lambda: c.utf_8_encode(b"a"))
show(lambda: c.utf_8_decode("a"))
show(lambda: c.utf_8_encode("a", 1))
show(lambda: c.utf_8_decode(b"a", 1))

# escapes
ESC = (b"abc", rb"\n\t\r\\\'\"\a\b\f\v", b"a\\\nb", rb"\x41\u20ac\U0001f40d", rb"\101\7\18\400", rb"\x4", rb"\x", rb"\u20", rb"\U0001f4", rb"\U00110000", b"\\", rb"\N{LATIN SMALL LETTER A}", rb"\N{nosuch}", rb"\N", rb"\N{", rb"\N{}",
       rb"\Nx", b"\xe9\\u00e9", rb"\\u0041", rb"\\\u0041", rb"\u0041\u00e9\u20ac", rb"\u004", rb"\U0000004", rb"\u004g", b"\\\\\\")
import warnings
warnings.simplefilter("ignore")
for b in ESC:
    for h in ("strict", "ignore", "replace", "backslashreplace"):
        show(lambda: c.unicode_escape_decode(b, h))
        show(lambda: c.raw_unicode_escape_decode(b, h))
        show(lambda: c.escape_decode(b, h))
    show(lambda: c.unicode_escape_decode(b, "strict", False))
    show(lambda: c.raw_unicode_escape_decode(b, "strict", False))
show(lambda: c.unicode_escape_decode("é"))
show(lambda: c.unicode_escape_encode("a\n\t\r\\\x00\x7f\x80é€🐍\ud800'\""))
show(lambda: c.raw_unicode_escape_encode("a\n\\\x00é€🐍\ud800"))
show(lambda: c.escape_encode(bytes(range(256))))
show(lambda: c.escape_encode("a"))
show(lambda: c.readbuffer_encode("é"))
show(lambda: c.readbuffer_encode(b"abc"))

# charmap
show(lambda: c.charmap_decode(b"abc", "strict", "xyz"))
show(lambda: c.charmap_decode(b"\0\1\2\3", "strict", "xyz"))
show(lambda: c.charmap_decode(b"\0\1\2\3", "replace", "xyz"))
show(lambda: c.charmap_decode(b"\0\1", "strict", "x\ufffe"))
show(lambda: c.charmap_decode(b"abc", "strict", {97: "AA", 98: 66, 99: None}))
show(lambda: c.charmap_decode(b"abc", "ignore", {97: "AA", 98: 66, 99: None}))
show(lambda: c.charmap_decode(b"a", "strict", {97: 1.5}))
show(lambda: c.charmap_decode(b"a", "strict", {97: 0x110000}))
show(lambda: c.charmap_encode("abc", "strict", {97: b"AA", 98: 66, 99: None}))
show(lambda: c.charmap_encode("abcde", "replace", {97: b"AA", 98: 66, 63: b"?"}))
show(lambda: c.charmap_encode("abcde", "replace", {97: b"AA", 98: 66}))
show(lambda: c.charmap_encode("abcde", "xmlcharrefreplace", {i: i for i in range(128) if i not in (99, 100)}))
show(lambda: c.charmap_encode("a", "strict", {97: "x"}))
show(lambda: c.charmap_encode("a", "strict", {97: 256}))
show(lambda: c.charmap_encode("baé", "strict", c.charmap_build("ab\xe9")))

# utf-7
for t in ("abc", "a+b", "é", "aéb", "é-", "é€🐍z", "+", "~\\", "A≢Α.", "Hi Mom -☺-!", "日本語", "\x00", "\ud800"):
    show(lambda: c.utf_7_encode(t))
    show(lambda: c.utf_7_decode(c.utf_7_encode(t)[0], "strict", True))
for b in (b"+", b"+-", b"+AGE-", b"+AGE", b"+AG", b"+A", b"+AGE!", b"a\xffb", b"+2D3cDQ-", b"+2D3-", b"+AGF-", b"+AOkA6Q-", b"+!", b"abc+AOk", b"+AOk-+AOk-", b"-", b"+AOk.x"):
    for h in ("strict", "replace", "ignore"):
        show(lambda: c.utf_7_decode(b, h, True))
    show(lambda: c.utf_7_decode(b, "strict"))

# error handlers
for name in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"):
    h = c.lookup_error(name)
    print(name, h.__name__)
    for e in (UnicodeEncodeError("ascii", "aé€\udc80🐍", 1, 5, "r"), UnicodeEncodeError("utf-8", "\ud800\udfff", 0, 2, "r"), UnicodeEncodeError("utf-16-be", "\ud800", 0, 1, "r"),
              UnicodeEncodeError("ascii", "\udc80\udcff", 0, 2, "r"), UnicodeDecodeError("ascii", b"a\x80\xffz", 1, 3, "r"), UnicodeDecodeError("utf-8", b"\xed\xa0\x80", 0, 1, "r"),
              UnicodeDecodeError("utf-16-le", b"\x00\xd8", 0, 2, "r"), UnicodeDecodeError("utf-32-be", b"\x00\x00\xd8\x00", 0, 4, "r"),
              UnicodeTranslateError("aé€", 1, 3, "r"), ValueError("x"), 5, UnicodeEncodeError("ascii", "abc", 5, 10, "r"), UnicodeDecodeError("ascii", b"abc", -5, 1, "r")):
        show(lambda: h(e))
show(lambda: c.lookup_error("nosuch"))
show(lambda: c.lookup_error(1))
show(lambda: c.register_error("x", 1))
log = []
def handler(e):
    log.append((type(e).__name__, e.encoding, e.start, e.end, e.reason))
    return "<%d>" % e.start, e.end
c.register_error("test.h", handler)
show(lambda: "aé€b🐍".encode("ascii", "test.h"))
show(lambda: "aé€b🐍".encode("latin-1", "test.h"))
show(lambda: "a\ud800b".encode("utf-8", "test.h"))
show(lambda: "a\ud800\udc00b".encode("utf-16-le", "test.h"))
show(lambda: b"a\xff\xfeb\xc3".decode("utf-8", "test.h"))
show(lambda: b"a\xff\xfeb".decode("ascii", "test.h"))
show(lambda: b"a\xff\xfeb".decode("utf-16-be", "test.h"))
show(lambda: c.unicode_escape_decode(rb"a\x4 \u", "test.h"))
show(lambda: c.charmap_decode(b"abc", "test.h", {97: "A"}))
show(lambda: c.charmap_encode("abc", "test.h", {i: i for i in range(99) if i != 98}))
print(log)
def returning(v):
    def h(e): return v
    c.register_error("test.v", h)
for v in (None, 5, ("a",), ("a", "b"), ("a", 1), (b"x", 1), ("é", 1), ("a", 100), ("a", -100), (1, 1), ("\ud800", 1)):
    returning(v)
    show(lambda: "é".encode("ascii", "test.v"))
    show(lambda: b"\xff".decode("ascii", "test.v"))
    show(lambda: "\ud800".encode("utf-16-le", "test.v"))
    show(lambda: "\ud800".encode("utf-8", "test.v"))
def swap(e):
    e.object = b"xyz"
    return "!", 1
c.register_error("test.s", swap)
show(lambda: b"\xffabc".decode("ascii", "test.s"))
def boom(e): raise KeyError("boom")
c.register_error("test.b", boom)
show(lambda: "é".encode("ascii", "test.b"))

# search functions
calls = []
def search(name):
    calls.append(name)
    if name == "test_enc":
        return (lambda s, errors="strict": (b"<" + s.encode() + b">", len(s)), lambda b, errors="strict": (bytes(b).decode()[::-1], len(b)), None, None)
    if name == "test_bad":
        return (1, 2)
    if name == "test_odd":
        return (lambda s, errors="strict": 5, lambda s, errors="strict": ("a",), None, None)
    if name == "test_type":
        return (lambda s, errors="strict": ("text", 1), lambda s, errors="strict": (b"bytes", 1), None, None)
    if name == "test_raise":
        def fail(*a): raise ValueError("inner")
        return (fail, fail, None, None)
c.register(search)
show(lambda: "abc".encode("Test-Enc"))
show(lambda: b"abc".decode("TEST_ENC", "x"))
show(lambda: c.encode("abc", "test enc"))
show(lambda: c.decode(b"abc", "test enc"))
show(lambda: c.encode("abc"))
show(lambda: c.decode(b"abc"))
show(lambda: len(c.lookup("test_enc")))
show(lambda: "a".encode("test_bad"))
show(lambda: "a".encode("test_odd"))
show(lambda: b"a".decode("test_odd"))
show(lambda: "a".encode("test_type"))
show(lambda: b"a".decode("test_type"))
show(lambda: c.encode("a", "test_type"))
show(lambda: "a".encode("test_raise"))
show(lambda: b"a".decode("test_raise"))
try:
    "a".encode("test_raise")
except ValueError as e:
    print(repr(e.__cause__))
show(lambda: "a".encode("test_nosuch"))
show(lambda: b"".decode("test_nosuch"))
show(lambda: c.register(5))
print([name for name in calls if name != "utf_8"])
c.unregister(search)
show(lambda: "abc".encode("test_enc"))
