"""Templates with Jinja2: inheritance, loops, macros, filters, errors."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import jinja2

templates = {
    "base.html": "<title>{% block title %}base{% endblock %}</title>{% block body %}{% endblock %}",
    "page.html": '''{% extends "base.html" %}{% import "macros.html" as m %}
{% block title %}{{ super() }} - {{ title|e }}{% endblock %}
{% block body %}{% for item in items if item.n != 2 %}
{{ loop.index }}/{{ loop.length }} {{ m.field(item.name, size=item.n) }}{% if loop.last %}.{% else %},{% endif %}
{%- else %}none{% endfor %}
{% set total = namespace(n=0) %}{% for i in items %}{% set total.n = total.n + i.n %}{% endfor %}sum {{ total.n }}
{% filter upper %}text {{ "é" }}{% endfilter %} {{ items|map(attribute="name")|join("+") }} {{ [3, 1, 2]|sort|list }}
{{ "%.2f"|format(3.14159) }} {{ "a b c"|title }} {{ missing|default("d") }} {{ range(5)|batch(2)|list }} {{ {"b": 1, "a": 2}|dictsort }}
{{ "<x>"|safe }} {{ "<x>" }} {{ 7 // 2 }} {{ 2 ** 10 }} {{ "a" ~ 1 }} {{ 1 if title else 2 }} {{ items|selectattr("n", "gt", 1)|list|length }}
{% raw %}{{ raw }}{% endraw %} {{ long|wordwrap(20) }} {{ items|tojson }} {# comment #}
{% call(x) m.wrapped() %}called {{ x }}{% endcall %}{% include "part.html" %}{% endblock %}''',
    "macros.html": '{% macro field(name, size=1) -%}<{{ name }}:{{ size }}>{%- endmacro %}{% macro wrapped() %}[{{ caller(1) }}]{% endmacro %}',
    "part.html": "part of {{ title }}\n",
}
env = jinja2.Environment(loader=jinja2.DictLoader(templates), autoescape=True)
print(env.get_template("page.html").render(title="T<1>", items=[{"name": "a", "n": 1}, {"name": "b", "n": 2}, {"name": "c", "n": 3}],
                                           long="the quick brown fox jumps over the lazy dog"))
for bad in ["{% for %}", "{{ a + }}", "{% if x %}", "{{ x|nope }}", "{% block a %}{% endblock %}{% block a %}{% endblock %}", "{{ 1 / 0 }}", "{{ x.y.z }}",
            "{% include 'none' %}"]:
    try:
        print(env.from_string(bad).render())
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "lineno", None))
strict = jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
try:
    strict.from_string("{{ nothing }}").render()
except jinja2.UndefinedError as e:
    print(e)
print(list(env.lex("{% if a %}b{{ c }}{% endif %}")))
print(env.compile("{% for x in y %}{{ x }}{% endfor %}", raw=True))
sandbox = __import__("jinja2.sandbox").sandbox.SandboxedEnvironment()
try:
    print(sandbox.from_string("{{ ''.__class__.__mro__ }}").render())
except Exception as e:
    print(type(e).__name__, e)
