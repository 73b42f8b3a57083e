# % and str.format.
def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

class A:
    x = [1, {"k": "v", 5: "five"}]
    def __str__(self): return "str-é"
    def __repr__(self): return "repr-€"
    def __format__(self, spec): return "<" + spec + ">"

for v in (0, 5, -5, 255, -255, 10 ** 25, -10 ** 25, True, 3.75, -3.75):
    for f in ("%d", "%i", "%u", "%5d", "%-5d|", "%05d", "%+d", "% d", "%.3d", "%8.3d", "%-8.3d|", "%08.3d", "%+.4d", "%-05d|", "%s", "%r", "%10s", "%-10s|", "%.2s"):
        show(lambda: f % v)
    for f in ("%x", "%X", "%o", "%#x", "%#X", "%#o", "%#10x", "%#010x", "%-#10x|", "%+x", "%.5x", "%#.5x", "% o"):
        show(lambda: f % v)
    for f in ("%e", "%E", "%f", "%F", "%g", "%G", "%.0f", "%.3e", "%10.2f", "%-10.2f|", "%010.2f", "%+f", "% g", "%#g", "%#.0f", "%.10g"):
        show(lambda: f % v)
for v in (float("inf"), float("-inf"), float("nan"), -0.0, 1e300, 1e-300, 0.1):
    for f in ("%f", "%F", "%e", "%g", "%G", "%8.2f", "%-8.2f|", "%08.2f", "%+.1e", "%d", "%.300f"):
        show(lambda: f % v)
show(lambda: "%s %r %a %%" % (A(), A(), A()))
show(lambda: "%c%c%c%5c%-5c|" % ("a", 233, "€", "x", "y"))
show(lambda: "%.0c" % "x")
for bad in ("ab", 1.5, -1, 0x110000, 1 << 70, None, b"a", ""):
    show(lambda: "%c" % bad)
show(lambda: "%(a)s %(b)d %(a)5s" % {"a": 1, "b": 2})
show(lambda: "%(a(b))s" % {"a(b)": 1})
show(lambda: "%(é)s" % {"é": "€"})
show(lambda: "%(x)s" % {})
show(lambda: "%(x)s" % 5)
show(lambda: "%(x" % {})
show(lambda: "%(x)s %s" % {"x": 1})
show(lambda: "%s" % ())
show(lambda: "%s %s" % (1,))
show(lambda: "%s" % (1, 2))
show(lambda: "abc" % 5)
show(lambda: "abc" % {})
show(lambda: "abc" % [1])
show(lambda: "abc" % ())
show(lambda: "%s" % [1, 2])
show(lambda: "%s" % {"a": 1})
show(lambda: "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159))
show(lambda: "%*d|" % (-5, 1))
show(lambda: "%*d" % ("a", 1))
show(lambda: "%*d" % (1 << 70, 1))
show(lambda: "%.*d" % (1 << 40, 1))
show(lambda: "%.*d" % (-3, 1))
show(lambda: "%99999999999999999999d" % 1)
show(lambda: "%.99999999999d" % 1)
for f in ("%y", "%", "%5", "%é", "%l", "%5%", "%-%", "%b", "abc%z"):
    show(lambda: f % 1)
show(lambda: "%d" % "a")
show(lambda: "%x" % 1.5)
show(lambda: "%x" % "a")
show(lambda: "%i" % None)
show(lambda: "%f" % "a")
show(lambda: "%ld %hd %Ls" % (1, 2, 3))
show(lambda: "é%sé" % "x")
class Index:
    def __index__(self): return 7
class Int:
    def __int__(self): return 8
class Float:
    def __float__(self): return 1.5
show(lambda: "%d %x" % (Index(), Index()))
show(lambda: "%d" % Int())
show(lambda: "%x" % Int())
show(lambda: "%f" % Float())
show(lambda: "%d" % Float())
class Map:
    def __getitem__(self, k): return "<" + k + ">"
show(lambda: "%(a)s %(b)r" % Map())
class Bad:
    def __str__(self): return 5
    def __repr__(self): raise ValueError("no repr")
show(lambda: "%s" % Bad())
show(lambda: "%r" % Bad())

# format
show(lambda: "{} {} {}".format(1, "é", None))
show(lambda: "{0} {1} {0}".format("a", "b"))
show(lambda: "{a} {b}".format(a=1, b=2))
show(lambda: "{0.x} {0.x[0]} {0.x[1][k]} {0.x[1][5]}".format(A()))
show(lambda: "{!r} {!s} {!a}".format(A(), A(), A()))
show(lambda: "{:abc} {!r:>10} {:{}}".format(A(), "a", A(), "z"))
show(lambda: "{:{w}.{p}}|".format("abcdef", w=10, p=3))
show(lambda: "{{}} {{{}}}".format(1))
show(lambda: "{0[a b]} {0[-1]}".format({"a b": 1, "-1": 2}))
show(lambda: "{٣}".format(0, 1, 2, 3))
show(lambda: "{0[٣]}".format([0, 1, 2, 3]))
show(lambda: "{a.b[c]}".format_map({"a": type("X", (), {"b": {"c": 9}})}))
show(lambda: "{a}".format_map(Map()))
show(lambda: "{}".format_map({}))
show(lambda: "{a}".format_map(5))
for f in ("{", "}", "{}}", "{{}", "{0", "{!", "{!r", "{!z}", "{!}", "{!rx}", "{!\x01}", "{!é}", "{0.}", "{0[}", "{0[]}", "{0[a]b}", "{0..a}", "{0.a.}", "{1}", "{x}",
          "{:{:{}}}", "{0} {}", "{} {0}", "{99999999999999999999}", "{0[99999999999999999999]}", "a{b", "{a{b}}", "{0!r:{}}", "{:{", "{:}}", "{ }", "{-1}", "{0x}", "{0[0}", "{:d}", "{:z}"):
    show(lambda: f.format("v", 2, 3))
show(lambda: "{} {}".format(1))
show(lambda: "{:>{}}".format("a", 5))
show(lambda: "{a:{b}}".format(a=3, b=5))
show(lambda: "{0:}".format(A()))
show(lambda: "{:5}{:<5}{:^5}{:>5}{:*^7}|".format("a", "b", "c", "d", "é"))
import _string
show(lambda: list(_string.formatter_parser("a{b!r:c}d{{e}}{}")))
show(lambda: list(_string.formatter_parser("{0:{1}}x")))
show(lambda: list(_string.formatter_parser("a{")))
def split(s):
    first, rest = _string.formatter_field_name_split(s)
    return first, list(rest)
for s in ("", "a", "0", "a.b[c][0].d", "0[x]", "12[3", "a..b"):
    show(lambda: split(s))
show(lambda: _string.formatter_parser(1))
