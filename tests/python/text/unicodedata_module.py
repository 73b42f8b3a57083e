# unicodedata: every character, as digests; samples; messages.
import unicodedata as u
def show(f):
    try:
        print(ascii(f()))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))
def digest(values):
    h = 0
    for v in values:
        for c in ascii(v):
            h = (h * 31 + ord(c)) & 0xffffffff
    return h
ALL = [chr(c) for c in range(0, 0x3400)] + [chr(c) for c in range(0x9fe0, 0xad00)] + [chr(c) for c in range(0xd790, 0x11000)] + [chr(c) for c in range(0x11000, 0x20000, 3)] + [chr(c) for c in range(0x2f800, 0x2fa20)]
print(u.unidata_version, len(ALL))
for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"):
    f = getattr(u, name)
    print(name, digest(f(c) for c in ALL))
for name in ("decimal", "digit", "numeric", "name"):
    f = getattr(u, name)
    print(name, digest(f(c, None) for c in ALL))
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    print(form, digest(u.normalize(form, c) for c in ALL), digest(u.is_normalized(form, c) for c in ALL))
    show(lambda: u.normalize(form, "e\u0301\u0323 \u1e9b\u0323 \ufb01 ½ Å \uac00 \u1100\u1161\u11a8 \u0958 \u212b \ud800 a\u0315\u0300\u05ae\u0301b"))
    print(len(u.normalize(form, "a" + "\u0315\u0300\u0323" * 3000)))
for n in ("SPACE", "latin small letter a", "KEYCAP DIGIT ONE", "NULL", "LF", "GREEK SMALL LETTER FINAL SIGMA", "CJK UNIFIED IDEOGRAPH-4E00", "HANGUL SYLLABLE HAN", "x", "", "x" * 300, "é", "SNAKE", "LATIN CAPITAL LETTER GHA", "CJK UNIFIED IDEOGRAPH-0041"):
    show(lambda: u.lookup(n))
print("\N{SNAKE}\N{latin small letter e with acute}\N{NBSP}" == "\U0001f40d\xe9\xa0")
show(lambda: "aé€🐍\ue000".encode("ascii", "namereplace"))
show(lambda: u.name("\0"))
show(lambda: u.name("ab"))
show(lambda: u.name(1))
show(lambda: u.name("\0", 5))
show(lambda: u.decimal("a"))
show(lambda: u.digit("a"))
show(lambda: u.numeric("a"))
show(lambda: u.numeric("½"))
show(lambda: u.category(""))
show(lambda: u.category(1))
show(lambda: u.normalize("x", "a"))
show(lambda: u.normalize("NFC", 1))
show(lambda: u.normalize(1, "a"))
show(lambda: u.is_normalized("x", "a"))
show(lambda: u.lookup(1))
show(lambda: u.ucd_3_2_0.unidata_version)
show(lambda: u.ucd_3_2_0.normalize("NFKC", "ﬁ"))

# what str asks of the same data
for name in "isalpha isalnum isdecimal isdigit isnumeric isspace islower isupper istitle isprintable isidentifier upper lower title casefold capitalize swapcase".split():
    print(name, digest(getattr(c, name)() for c in ALL), digest(getattr("a" + c, name)() for c in ALL))
print(digest(int(c) for c in ALL if c.isdecimal()), digest(("A" + c + "\u03a3").lower() for c in ALL))

# the old version
o = u.ucd_3_2_0
for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"):
    f = getattr(o, name)
    print(name, digest(f(c) for c in ALL))
for name in ("decimal", "digit", "numeric", "name"):
    f = getattr(o, name)
    print(name, digest(f(c, None) for c in ALL))
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    print(form, digest(o.normalize(form, c) for c in ALL), digest(o.is_normalized(form, c) for c in ALL))
for n in ("SPACE", "NULL", "KEYCAP DIGIT ONE", "LATIN CAPITAL LETTER GHA", "SNAKE", "latin small letter a"):
    show(lambda: o.lookup(n))
print(ascii(u.normalize("NFC", "\u1100\u1161\u11a7\u11a8\u0301 \uac00\u11a7 \u11a7\u0301e\u0301")))
