"""A template engine: text compiled to a list of steps, then filled many times."""


def compile_template(text):
    steps, stack = [], []
    current = steps
    while text:
        before, opening, rest = text.partition("{%")
        value, brace, tail = before.partition("{{")
        while brace:
            if value:
                current.append(("text", value))
            name, _, value = tail.partition("}}")
            current.append(("value", name.strip().split(".")))
            value, brace, tail = value.partition("{{")
        if value:
            current.append(("text", value))
        if not opening:
            break
        tag, _, text = rest.partition("%}")
        words = tag.split()
        if words[0] == "for":
            body = []
            current.append(("for", words[1], words[3].split("."), body))
            stack.append(current)
            current = body
        elif words[0] == "if":
            body = []
            current.append(("if", words[1].split("."), body))
            stack.append(current)
            current = body
        else:
            current = stack.pop()
    return steps


def look_up(path, context):
    value = context[path[0]]
    for name in path[1:]:
        value = value[name] if isinstance(value, dict) else getattr(value, name)
    return value


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fill(steps, context, out):
    for step in steps:
        kind = step[0]
        if kind == "text":
            out.append(step[1])
        elif kind == "value":
            out.append(escape(str(look_up(step[1], context))))
        elif kind == "for":
            _, name, path, body = step
            inner = dict(context)
            for item in look_up(path, context):
                inner[name] = item
                fill(body, inner, out)
        elif look_up(step[1], context):
            fill(step[2], context, out)


PAGE = """<h1>{{ title }}</h1>
<table>{% for row in rows %}
  <tr class="{{ row.kind }}"><td>{{ row.number }}</td><td>{{ row.name }}</td>
  {% if row.note %}<td>{{ row.note }}</td>{% end %}
  {% for cell in row.cells %}<td>{{ cell }}</td>{% end %}</tr>{% end %}
</table>
"""

steps = compile_template(PAGE)
rows = [{"kind": "even" if i % 2 == 0 else "odd", "number": i, "name": f"<row & {i}>",
         "note": "x" * (i % 4), "cells": [i, i * 1.5, "a<b"]} for i in range(300)]
for _ in range(30):
    out = []
    fill(steps, {"title": "A & B", "rows": rows}, out)
    page = "".join(out)
print(len(page), page.count("&lt;"), page[:80])
