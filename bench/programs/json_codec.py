"""A JSON reader and writer in Python: text cut into tokens, objects built, text again."""


class Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def blank(self):
        text, at = self.text, self.at
        while at < len(text) and text[at] in " \n\t\r":
            at += 1
        self.at = at

    def value(self):
        self.blank()
        c = self.text[self.at]
        if c == "{":
            return self.mapping()
        if c == "[":
            return self.sequence()
        if c == '"':
            return self.string()
        for word, meaning in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        return self.number()

    def mapping(self):
        found = {}
        self.at += 1
        self.blank()
        while self.text[self.at] != "}":
            key = self.string()
            self.blank()
            self.at += 1
            found[key] = self.value()
            self.blank()
            if self.text[self.at] == ",":
                self.at += 1
                self.blank()
        self.at += 1
        return found

    def sequence(self):
        found = []
        self.at += 1
        self.blank()
        while self.text[self.at] != "]":
            found.append(self.value())
            self.blank()
            if self.text[self.at] == ",":
                self.at += 1
                self.blank()
        self.at += 1
        return found

    def string(self):
        parts = []
        self.at += 1
        while True:
            quote = self.text.index('"', self.at)
            slash = self.text.find("\\", self.at, quote)
            if slash < 0:
                parts.append(self.text[self.at:quote])
                self.at = quote + 1
                return "".join(parts)
            parts.append(self.text[self.at:slash])
            parts.append({"n": "\n", "t": "\t"}.get(self.text[slash + 1], self.text[slash + 1]))
            self.at = slash + 2

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "+-0123456789.eE":
            self.at += 1
        text = self.text[start:self.at]
        return float(text) if "." in text or "e" in text else int(text)


def write(value, out):
    if value is None or value is True or value is False:
        out.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        out.append('"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"')
    elif isinstance(value, (int, float)):
        out.append(repr(value))
    elif isinstance(value, dict):
        out.append("{")
        for i, (key, item) in enumerate(value.items()):
            if i:
                out.append(", ")
            write(key, out)
            out.append(": ")
            write(item, out)
        out.append("}")
    else:
        out.append("[")
        for i, item in enumerate(value):
            if i:
                out.append(", ")
            write(item, out)
        out.append("]")


def record(i):
    return {"id": i, "name": f"item {i}", "price": i * 0.25, "tags": ["a\nb", 'q"t', str(i % 7)],
            "in stock": i % 3 == 0, "parent": None, "size": {"w": i % 10, "h": -i, "d": 1.5}}


data = [record(i) for i in range(500)]
text = ""
for _ in range(4):
    out = []
    write(data, out)
    text = "".join(out)
    again = Reader(text).value()
    assert again == data
print(len(text), text[:120])
