def concatenate(n):
    text = ""
    for i in range(n):
        text += "x%d," % (i % 10)
    return text


def joined(n):
    return "".join([str(i) for i in range(n)])


def formatted(n):
    rows = []
    for i in range(n):
        rows.append(f"{i:>6} {i * 0.5:8.2f} {'odd' if i % 2 else 'even':<5}|")
    return "\n".join(rows)


def escape(text):
    out = []
    for c in text:
        if c == "<":
            out.append("&lt;")
        elif c == "&":
            out.append("&amp;")
        else:
            out.append(c)
    return "".join(out)


print(len(concatenate(500000)))
print(len(joined(500000)))
print(len(formatted(150000)))
print(len(escape("a<b & c" * 60000)))
print(len("-".join("abc" * 10000).replace("-", "+").split("+")))
