# Concatenation, join, f-strings, format, %, StringIO, templates of format specifications.
import io
# refused from here


class A:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str é"

    def __repr__(self):
        return "repr"


def check():
    s = ""
    for i in range(40):
        s += f"{i},"
    assert s.count(",") == 40
    assert "".join(["a", "é"] * 20).count("é") == 20 and ", ".join(map(str, range(20))).endswith("19")
    a, w = A(), 12
    assert f"{a} {a!s:>8} {a!r:^{w}} {a:x{w}} {3.14159:.2f} {10**20:,} {255:#x} {w=}" and f"{'nested ' + f'{w:>5}'}"
    assert "{} {1}".replace("{}", "{0}").format(a, [1, 2]) and "{x[k].real} {0!r:>9}".format("y", x={"k": 5})
    assert "%s|%r|%5d|%-8s|%x|%c|%.3f|%%|%(n)s".replace("%(n)s", "") % (a, a, 5, "é", 255, "€", 1.5)
    assert "%(a)s %(b)05d" % {"a": a, "b": 7} == "str é 00007"
    assert format(12345.678, ",.2f") == "12,345.68" and format("x", "*^9") == "****x****" and format(5, "b") == "101"
    assert "{:{}{}}".format("x", ">", 5) == "    x" and "{a.__class__.__name__}".format(a=a) == "A"
    out = io.StringIO()
    for i in range(10):
        print(i, a, [i] * 3, sep="|", end=";\n", file=out)
    print("last", "line", file=out)
    assert out.getvalue().count("|") == 20 and out.getvalue().splitlines()[-1] == "last line"
    out.seek(0)
    assert len(out.readlines()) == 11
    assert "%d items" % 10 ** 25 if False else "%d" % 10 ** 1


check()
