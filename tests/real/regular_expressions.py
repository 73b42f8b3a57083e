"""re over the package list and the library's own sources."""
import re

status = open("/var/lib/dpkg/status", encoding="utf-8").read()[:400000]
package = re.compile(r"^Package: (?P<name>[\w.+-]+)\n(?:.+\n)*?Version: (?P<version>\S+)$", re.M)
found = [(m["name"], m["version"], m.span()) for m in package.finditer(status)]
print(len(found), found[:10])
print(re.findall(r"<([^<>@\s]+)@([\w.-]+)>", status)[:10])
print(re.sub(r"(?m)^(\w[\w-]*): ", lambda m: m[1].upper() + "=", status[:1500]))
source = open("/usr/lib/python3.11/textwrap.py", encoding="utf-8").read()
token = re.compile(r"""(?P<comment>\#.*)|(?P<string>'''(?:.|\n)*?'''|\"\"\"(?:.|\n)*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
                       |(?P<number>\d+(?:\.\d*)?)|(?P<name>[^\W\d]\w*)|(?P<op>[-+*/%=<>!&|^~]+)""", re.X)
kinds = {}
for m in token.finditer(source):
    kinds[m.lastgroup] = kinds.get(m.lastgroup, 0) + 1
print(kinds)
print(re.split(r"\W+", source[:300]), re.split(r"(-)", "a-b-c", maxsplit=1))
print(re.escape("a.b*c"), re.sub(r"(\w+) (\w+)", r"\2 \g<1>", "hello world"), re.subn("a", "b", "banana", 2))
for pattern in ("(", "[a", "*a", "(?P<n>a)(?P<n>b)", r"\1", "a{2,1}", "(?<=a+)b", "(?P<1a>x)"):
    try:
        re.compile(pattern)
    except re.error as e:
        print(pattern, "->", e, e.pos)
print(re.match(r"(?i:STRASSE)|straße", "Straße"), re.search(r"\bé\w+", "un été chaud"), re.fullmatch(r"[^\W\d_]+", "naïve"))
print(re.compile(r"(?:x|y)*?z", re.I | re.S), re.match("(a)|b", "b").groups(), re.match("(a)|b", "b").group(1, 0))
