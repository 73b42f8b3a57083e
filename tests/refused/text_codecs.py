# Encodings, error handlers and modules of text under refused allocations.
import _codecs
import _struct
import binascii
import unicodedata
# refused from here

TEXT = "aé€𐍈\ud800" * 4
GOOD = "aé€𐍈" * 4


def encodings():
    for name in ("utf-8", "utf-16", "utf-16-be", "utf-32", "utf-32-le"):
        assert GOOD.encode(name).decode(name) == GOOD
        assert TEXT.encode(name, "surrogatepass").decode(name, "surrogatepass") == TEXT
    for handler in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace"):
        for name in ("ascii", "latin-1"):
            assert TEXT.encode(name, handler).decode(name)
    for handler in ("ignore", "replace", "backslashreplace", "surrogateescape"):
        assert b"a\xff\xc3(\xe2\x82".decode("utf-8", handler)
        assert b"a\xff\xc3".decode("ascii", handler)
    assert _codecs.unicode_escape_decode(_codecs.unicode_escape_encode(TEXT)[0])[0] == TEXT
    assert _codecs.raw_unicode_escape_encode(TEXT) and _codecs.utf_7_decode(_codecs.utf_7_encode(GOOD)[0], "strict", True)[0] == GOOD
    table = _codecs.charmap_build("".join(chr(0x400 + i) for i in range(256)))
    assert _codecs.charmap_encode("ЀЁ", "strict", table)[0] == b"\0\1"
    assert _codecs.escape_decode(rb"\x41\n\101")[0] == b"A\nA"


def handlers():
    def mine(e):
        return "<%d>" % e.start, e.end
    _codecs.register_error("mine", mine)
    assert TEXT.encode("ascii", "mine").count(b"<") == 4
    assert b"\xff\xfe".decode("utf-8", "mine") == "<0><1>"
    for codec, data in (("ascii", b"\xff"), ("utf-8", b"\xff"), ("utf-16", b"a")):
        try:
            data.decode(codec)
        except UnicodeDecodeError as e:
            assert e.object == data and str(e)
    assert _codecs.lookup_error("strict")

    def search(name):
        if name == "mine":
            return (lambda s, e="": (b"x", 1), lambda b, e="": ("y", 1), None, None)
    _codecs.register(search)
    assert "a".encode("mine") == b"x" and b"a".decode("mine") == "y"
    _codecs.unregister(search)


def modules():
    data = _struct.pack("<hi3sd?", 1, 2, b"abc", 2.5, True)
    assert _struct.unpack("<hi3sd?", data) == (1, 2, b"abc", 2.5, True)
    s = _struct.Struct(">QI")
    assert list(s.iter_unpack(s.pack(2 ** 64 - 1, 5) * 3)) == [(2 ** 64 - 1, 5)] * 3
    assert binascii.unhexlify(binascii.hexlify(data)) == data and binascii.a2b_base64(binascii.b2a_base64(data)) == data
    assert binascii.a2b_qp(binascii.b2a_qp(data)) and binascii.a2b_uu(binascii.b2a_uu(data)) == data and binascii.crc32(data)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert unicodedata.normalize(form, "e\u0301\u0323ﬁ" * 5)
    assert unicodedata.name("é") == "LATIN SMALL LETTER E WITH ACUTE" and unicodedata.lookup("SNAKE") == "🐍"
    assert unicodedata.decomposition("é") and unicodedata.numeric("½") == 0.5


encodings()
handlers()
modules()
