"""shlex, string, keyword and fnmatch on the system's files."""
import fnmatch
import keyword
import os
import shlex
import string

source = open("/usr/lib/python3.11/shlex.py", encoding="utf-8").read()
print(shlex.split("a 'b c' \"d\\\"e\" f\\ g # comment", comments=True))
print(list(shlex.shlex(source[:3000], punctuation_chars=True))[:80])
print(shlex.quote("it's"), shlex.join(["a b", "c"]))
words = source.replace("(", " ").replace(":", " ").split()
print(sorted({w for w in words if keyword.iskeyword(w)}), keyword.softkwlist)
names = sorted(os.listdir("/usr/share/common-licenses"))
print(fnmatch.filter(names, "GPL*"), [n for n in names if fnmatch.fnmatch(n, "L?PL-[23]*")])
print(fnmatch.translate("*.t[ax]?"))
template = string.Template("$who has ${count} licences, $$5")
print(template.substitute(who="Debian", count=len(names)), template.safe_substitute(who="x"))
print(string.capwords("the quick  brown fox"), string.ascii_letters, repr(string.whitespace))
print(string.Formatter().vformat("{0!r:>8} {name:*^9} {1[0]}", ("a", [7]), {"name": "mid"}))
