"""Markdown with extensions to HTML."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import markdown

TEXT = '''
# Title *with* emphasis

Some **bold**, `code`, [a link](http://example.org "t"), ![image](x.png), <http://auto.link>.
A line with two spaces  
and more &amp; < text.

* one
* two
    1. inner
    2. second

      a paragraph inside

> quoted
> text

    code block <b>

---

| a | b |
|---|--:|
| 1 | 2 |

Term
: Definition

A note[^1] and an HTML abbreviation.

[^1]: The note.

*[HTML]: Hyper Text

```python
def f(x):
    return x
```

[ref]: /url 'title'
See [this][ref] and [ref].

<div markdown="1">
*inside*
</div>
'''
for extensions in ([], ["extra"], ["tables", "fenced_code", "toc"], ["codehilite", "fenced_code"], ["nl2br", "sane_lists", "smarty", "wikilinks", "admonition", "meta"]):
    md = markdown.Markdown(extensions=extensions)
    print(extensions)
    print(md.convert(TEXT))
    print(getattr(md, "toc", ""), getattr(md, "Meta", ""))
print(markdown.markdown("text", output_format="html"), markdown.__version__)
