"""Highlight files of several languages with Pygments."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import glob
import hashlib
import pygments
from pygments.formatters import HtmlFormatter, LatexFormatter, TerminalFormatter
from pygments.lexers import CLexer, JsonLexer, PythonLexer, get_lexer_by_name

source = open("/usr/lib/python3.11/textwrap.py").read()
print(pygments.highlight(source[:3000], PythonLexer(), HtmlFormatter(full=False, linenos=True)))
print(pygments.highlight(source[3000:5000], PythonLexer(), TerminalFormatter()))
print(pygments.highlight('{"a": [1, 2.5, null], "b": "\\u00e9"}', JsonLexer(), LatexFormatter()))
C = r'''
#include <stdio.h>
/* a comment */
static int twice(int x) { return x * 2; }
int main(void) { printf("%d\n", twice(0x10)); return 'a'; }
'''
print(list(CLexer().get_tokens(C)))
for name, text in [("html", "<p class='x'>text &amp; <!-- c --></p>"), ("ini", "[a]\nb = c ; d\n"), ("sql", "SELECT a FROM b WHERE c = 'd';"),
                   ("bash", 'for x in *; do echo "$x"; done'), ("rust", "fn main() { let x = 1u8; }")]:
    print(name, list(get_lexer_by_name(name).get_tokens(text)))
print(HtmlFormatter(style="monokai").get_style_defs(".c"))
for path in sorted(glob.glob("/usr/lib/python3.11/json/*.py")):
    out = pygments.highlight(open(path).read(), PythonLexer(), HtmlFormatter())
    print(path, len(out), hashlib.md5(out.encode()).hexdigest())
