"""Grammars with pyparsing: arithmetic, a configuration, messages."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import pyparsing as pp

pp.ParserElement.enable_packrat()
number = pp.pyparsing_common.number()
name = pp.pyparsing_common.identifier()
operand = number | name | pp.quoted_string()
power = {"*": lambda a, b: a * b, "/": lambda a, b: a / b, "+": lambda a, b: a + b, "-": lambda a, b: a - b, "^": lambda a, b: a ** b}


def reduce(tokens):
    items = list(tokens[0])
    value = items[0]
    for op, right in zip(items[1::2], items[2::2]):
        value = power[op](value, right)
    return value


expression = pp.infix_notation(number, [("^", 2, pp.OpAssoc.RIGHT, reduce), (pp.one_of("* /"), 2, pp.OpAssoc.LEFT, reduce),
                                        (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT, reduce)])
for text in ["1+2*3", "(1+2)*3", "2^10/4", "1.5*(2-(3+4)*5)", "7"]:
    print(text, expression.parse_string(text, parse_all=True).as_list())
for text in ["1+", "(1", "a", "1 2"]:
    try:
        expression.parse_string(text, parse_all=True)
    except pp.ParseException as e:
        print(repr(text), e, e.line, e.column)
        print(e.explain(depth=0))

section = pp.Group(pp.Suppress("[") + name("name") + pp.Suppress("]") + pp.Dict(pp.ZeroOrMore(pp.Group(name + pp.Suppress("=") + operand)))("values"))
config = pp.OneOrMore(section).ignore(pp.python_style_comment)
result = config.parse_string('''
[first]      # comment
a = 1
b = "two"
[second]
c = 3.5
''', parse_all=True)
print(result.dump())
print(result.as_list(), [s["name"] for s in result])
print([(t.as_list(), s, e) for t, s, e in pp.Word(pp.nums).scan_string("a1 b22 c333")])
print(pp.Word(pp.alphas).set_parse_action(lambda t: t[0].upper()).transform_string("abc 1 def"))
nested = pp.nested_expr()
print(nested.parse_string("(a (b c) (d (e)))").as_list())
print(expression, pp.Regex(r"(?P<x>a+)b").parse_string("aaab").as_dict())
