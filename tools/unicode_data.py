#!/usr/bin/python3.11
"""Writes src/types/unicode_data.h: what Unicode 14 says and utf8proc does not.

Run by hand when utf8proc or the language level changes:
    python3.11 tools/unicode_data.py > src/types/unicode_data.h
It asks the Python that runs it, whose unicodedata must be version 14.0.0.
"""
import ctypes
import unicodedata as ud
from fractions import Fraction

proc = ctypes.CDLL("libutf8proc.so.2")
proc.utf8proc_category_string.restype = ctypes.c_char_p
category = [proc.utf8proc_category_string(c).decode() for c in range(0x110000)]
newer = {c for c in range(0x110000) if category[c] != ud.category(chr(c))}
scalar = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def runs(points):
    out = []
    for c in points:
        if out and out[-1][1] == c - 1:
            out[-1][1] = c
        else:
            out.append([c, c])
    return out


def table(kind, name, comment, rows):
    print(f"/* {comment} */\nstatic const {kind} {name}[] = {{")
    line = "   "
    for row in rows:
        if len(line) + len(row) + 2 > 100:
            print(line)
            line = "   "
        line += " " + row + ","
    print(line + "\n};\n")


def ranges(name, comment, points):
    table("UnicodeRange", name, comment, [f"{{ {a:#x}, {b:#x} }}" for a, b in runs(points)])


def is_start(c):
    return category[c] in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl")


def is_ignorable(c):
    text = "A" + chr(c) + "\u03a3"
    return text.lower().endswith("\u03c2") and ("A\u03a3" + chr(c)).lower()[1] != "\u03c3"


def numeric_rows():
    """Runs start, count, numerator of the first, step of the numerator, denominator."""
    rows = []
    for c in scalar:
        if not chr(c).isnumeric() or chr(c).isdecimal():
            continue
        f = Fraction(ud.numeric(chr(c))).limit_denominator(1000)
        n, d = f.numerator, f.denominator
        last = rows[-1] if rows else None
        if last and last[0] + last[1] == c and last[4] == d:
            if last[1] == 1:
                last[3] = n - last[2]
            if last[2] + last[1] * last[3] == n:
                last[1] += 1
                continue
            if last[1] == 1:
                last[3] = 0
        rows.append([c, 1, n, 0, d])
    return [f"{{ {c:#x}, {k}, {n}, {s}, {d} }}" for c, k, n, s, d in rows]


def mapping(text):
    points = [f"{ord(c):#x}" for c in text]
    return "{ " + ", ".join(points) + " }"


assert ud.unidata_version == "14.0.0"
print("/* Written by tools/unicode_data.py: Unicode 14 where utf8proc differs or is silent. */")
ranges("newer", "Assigned after Unicode 14.", sorted(newer))
table("uint32_t", "decimal_zeros", "Each starts a run of ten decimal digits.",
      [f"{c:#x}" for c in scalar if chr(c).isdecimal() and ud.decimal(chr(c)) == 0])
ranges("digits", "Digits that are not decimal.",
       [c for c in scalar if chr(c).isdigit() and not chr(c).isdecimal()])
table("NumericRun", "numerics", "Numeric values of what is not decimal.", numeric_rows())
ranges("other_lower", "Lowercase, though not of category Ll.",
       [c for c in range(0x110000) if chr(c).islower() and category[c] != "Ll" and c not in newer])
ranges("other_upper", "Uppercase, though not of category Lu.",
       [c for c in range(0x110000) if chr(c).isupper() and category[c] not in ("Lu", "Lt") and c not in newer])
ranges("start_exceptions", "Where XID_Start differs from the categories L and Nl.",
       [c for c in range(0x110000) if chr(c).isidentifier() != is_start(c) and c not in newer])
ranges("continue_exceptions", "Where XID_Continue differs from L, Nl, Mn, Mc, Nd and Pc.",
       [c for c in range(0x110000) if c not in newer and ("a" + chr(c)).isidentifier()
        != (is_start(c) or category[c] in ("Mn", "Mc", "Nd", "Pc"))])
ranges("ignorable_exceptions", "Case-ignorable, though not Mn, Me, Cf, Lm or Sk.",
       [c for c in scalar if c not in newer and is_ignorable(c)
        and category[c] not in ("Mn", "Me", "Cf", "Lm", "Sk")])
special = [c for c in scalar if c not in newer and c != 0x130 and (
    chr(c).upper() != chr(proc.utf8proc_toupper(c)) or chr(c).title() != chr(proc.utf8proc_totitle(c)))]
table("SpecialCase", "special_cases", "Code point, uppercase, titlecase.",
      [f"{{ {c:#x}, {mapping(chr(c).upper())}, {mapping(chr(c).title())} }}" for c in special])
