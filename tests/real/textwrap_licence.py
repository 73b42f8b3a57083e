"""textwrap over a licence text."""
import textwrap

text = open("/usr/share/common-licenses/GPL-3", encoding="utf-8").read()
paragraphs = text.split("\n\n")
for width in (40, 72):
    for p in paragraphs[:60]:
        print(textwrap.fill(p, width, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(text, 200, placeholder=" [...]"))
print(textwrap.dedent("\n".join("    " + line for line in text.splitlines()[:20])) == "\n".join(text.splitlines()[:20]))
print(textwrap.indent(paragraphs[3], "> "))
