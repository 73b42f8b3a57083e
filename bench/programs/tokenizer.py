"""A scanner and a recursive-descent calculator for a small language."""
import re

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>==|<=|[-+*/()=<;]))")


def by_expression(text):
    at = 0
    found = []
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            break
        found.append((m.lastgroup, m.group(m.lastgroup)))
        at = m.end()
    return found


def by_hand(text):
    found = []
    at, end = 0, len(text)
    while at < end:
        c = text[at]
        if c.isspace():
            at += 1
        elif c.isdigit():
            start = at
            while at < end and (text[at].isdigit() or text[at] == "."):
                at += 1
            found.append(("number", text[start:at]))
        elif c.isalpha() or c == "_":
            start = at
            while at < end and (text[at].isalnum() or text[at] == "_"):
                at += 1
            found.append(("name", text[start:at]))
        else:
            if text[at:at + 2] in ("==", "<="):
                found.append(("op", text[at:at + 2]))
                at += 2
            else:
                found.append(("op", c))
                at += 1
    return found


class Calculator:
    def __init__(self, tokens):
        self.tokens = tokens
        self.at = 0
        self.names = {}

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def take(self):
        token = self.tokens[self.at]
        self.at += 1
        return token

    def run(self):
        last = 0
        while self.peek() is not None:
            name = self.take()[1]
            self.take()
            last = self.names[name] = self.sum()
            self.take()
        return last

    def sum(self):
        value = self.product()
        while self.peek() in ("+", "-"):
            if self.take()[1] == "+":
                value += self.product()
            else:
                value -= self.product()
        return value

    def product(self):
        value = self.atom()
        while self.peek() in ("*", "/"):
            if self.take()[1] == "*":
                value *= self.atom()
            else:
                value /= self.atom()
        return value

    def atom(self):
        kind, text = self.take()
        if kind == "number":
            return float(text)
        if kind == "name":
            return self.names.get(text, 1.0)
        if text == "-":
            return -self.atom()
        value = self.sum()
        self.take()
        return value


lines = [f"v{i} = (v{i - 1} + {i}) * 2 / (1 + {i % 5}.5) - v{i // 2};" for i in range(1, 400)]
text = "\n".join(lines)
for _ in range(3):
    a, b = by_expression(text), by_hand(text)
    assert a == b
    result = Calculator(a).run()
print(len(a), a[:5], f"{result:.6e}")
