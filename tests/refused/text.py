# str, bytes, bytearray, memoryview and their methods under refused allocations.
def strings():
    s = "abc" * 5 + "é€𐍈" * 30
    parts = [s.upper(), s.lower(), s.title(), s.swapcase(), s.casefold(), s.capitalize(), s.center(200, "é"), s.zfill(120),
             s.replace("a", "xyz"), s.replace("", "-"), s.strip("a"), s.expandtabs(), s[::2], s[::-1], s[5:50], s * 3]
    assert all(isinstance(p, str) for p in parts)
    assert s[41] == "𐍈" and s.find("𐍈", 50) == 50 and s.count("é") == 30
    assert "".join(s.split("é")) == s.replace("é", "") and ",".join(x for x in s).count(",") == len(s) - 1
    assert s.partition("€")[2] and s.rpartition("€")[0] and s.rsplit("b", 1) and "a b\nc".split() == ["a", "b", "c"]
    assert "a\nb\r\n".splitlines(True) == ["a\n", "b\r\n"]
    assert s.translate({97: "<>", 98: None, 233: 0x20ac}) and s.translate(str.maketrans("ab", "cd", "é"))
    t = ""
    for c in s:
        t += c
    assert t == s and hash(t) == hash(s) and repr(s) and ascii(s)
    return {c: i for i, c in enumerate(s)}, list(iter(s)), sorted(s)


def formats():
    class A:
        def __repr__(self):
            return "A-é"

        def __format__(self, spec):
            return spec + "!"
    a = A()
    assert "%s %r %5d %-5s| %x %c %.2f %%" % (a, a, 10 ** 20, "é", 255, "€", 2.5)
    assert "%(k)s" % {"k": a} == "A-é"
    assert "{} {0!r}".replace("{0!r}", "{!r:>{w}} {x.__class__.__name__} {y[0]}").format(a, a, w=9, x=a, y=[1])
    assert f"{a:abc} {a!r:>10} {3.5:8.3f} {12345:,}"
    assert b"%s %d %r %a" % (b"x", 5, a, a)


def octets():
    b = bytes(range(256)) * 3
    assert bytes.fromhex(b.hex()) == b and b[::-1][::-1] == b and b.replace(b"a", b"bcd").count(b"bcd") >= 3
    assert b.split(b"\n") and b.partition(b"z") and b"".join([b, bytearray(b), memoryview(b)]) == b * 3
    assert b.upper().lower() and b.translate(bytes(256), b"abc") and b.center(1000) and repr(b)
    a = bytearray(b)
    a += b"xyz"
    a[5:10] = b"longer than before"
    del a[::3]
    a.extend([1, 2, 3])
    a.insert(0, 65)
    a.reverse()
    assert a.pop() == 65 and a.find(b"zyx") and bytes(a) == bytes(list(a))
    m = memoryview(a)
    assert m[::2].tolist() and m.cast("B", [len(m)]).tobytes() == a and m == bytes(a) and m[3:9].hex(":")
    m.release()
    a.clear()


def errors():
    for f in (lambda: "a" + 1, lambda: "a".index("b"), lambda: "%d" % "x", lambda: "{".format(), lambda: b"a"[5], lambda: "a".join([1]),
              lambda: bytes(-1), lambda: int("é"), lambda: memoryview(b"a").cast("i"), lambda: "é".encode("ascii")):
        try:
            f()
        except (TypeError, ValueError, IndexError) as e:
            assert str(e)
        else:
            assert False


strings()
formats()
octets()
errors()
