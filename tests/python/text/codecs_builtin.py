# Encodings built in, and what error handlers make of what cannot be converted.
def show(f):
    try:
        print(ascii(f()))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))
        if isinstance(e, UnicodeError) and hasattr(e, "start"):
            print("   ", e.encoding, ascii(e.object), e.start, e.end, e.reason)

HANDLERS = ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass", None)
ENC = ("utf-8", "UTF8", "ascii", "us-ascii", "latin-1", "ISO-8859-1", "utf-16", "utf-16-le", "UTF_16_BE", "utf-32", "utf-32le", "utf-32-be")
TEXT = ("", "abc", "é", "é€𐍈", "\ud800", "a\udc80\udcffb", "\U0010ffff\uffff", "\x80\xff\u0100", "é\ud800\udc00é", "\ud834z", "🐍\udfff")
for enc in ENC:
    for t in TEXT:
        for h in HANDLERS:
            if h is None:
                show(lambda: t.encode(enc))
            else:
                print(enc, h, end=" ")
                show(lambda: t.encode(enc, h))
BYTES = (b"", b"abc", b"\xff", b"\xc3\xa9", b"\xc3", b"\xc3(", b"\xe2\x82\xac", b"\xe2\x82", b"\xe2(\xac", b"\xe2\x28", b"\xed\xa0\x80", b"\xed\xa0", b"\xf0\x90\x8d\x88", b"\xf0\x90\x8d", b"\xf0\x90", b"\xf0",
         b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe0\x80\x80", b"\xf8\x88\x80\x80\x80", b"a\x80b\xbfc", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\x00\xd8", b"\x00\xdc", b"\x00\xd8a\x00", b"\x3d\xd8\x0d\xdc",
         b"\xff\xfe\x00\x00a\x00\x00\x00", b"\x00\x00\xfe\xff\x00\x00\x00a", b"\x00\xd8\x00\x00", b"\x00\x00\x11\x00", b"\xff\xff\xff\xff", b"abcde", b"a\xe9\xff\xc3\xa9z" * 3, b"\xe1\x80\xe1\xf1\x80\x80\xe1")
for enc in ENC:
    for b in BYTES:
        for h in HANDLERS:
            if h is None:
                show(lambda: b.decode(enc))
            else:
                print(enc, h, end=" ")
                show(lambda: b.decode(enc, h))
show(lambda: "a".encode(1))
show(lambda: "a".encode("utf-8", 1))
show(lambda: "a".encode("a\0b"))
show(lambda: "\udc80".encode("utf-8", "nosuch"))
show(lambda: "a".encode("utf-8", "nosuch"))
show(lambda: b"\xff".decode("utf-8", "nosuch"))
show(lambda: "é".encode("ascii", "nosuch"))
print(len(("é" * 100000).encode().decode()), ("x" * 99 + "é").encode("latin-1")[-1])
e = UnicodeEncodeError("x", "é€", 0, 2, "r")
print(e, UnicodeDecodeError("x", b"\xff", 0, 1, "r"), UnicodeTranslateError("é", 0, 1, "r"))
