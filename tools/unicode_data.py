#!/usr/bin/python3.11
"""Writes the tables of what Unicode 14 says and utf8proc does not.

Run by hand when utf8proc or the language level changes:
    python3.11 tools/unicode_data.py properties > src/types/unicode_data.h
    python3.11 tools/unicode_data.py database   > src/modules/unicodedata_data.h
    python3.11 tools/unicode_data.py names      > src/types/unicode_names.h
It asks the Python that runs it, whose unicodedata must be version 14.0.0; candidates
for aliases and named sequences come from Perl's unicore/Name.pl.
"""
import collections
import ctypes
import glob
import itertools
import sys
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


def properties():
    print("/* Written by tools/unicode_data.py properties: Unicode 14 where utf8proc differs or is silent. */")
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


# -- for the module unicodedata

def decomposition(c):
    parts = ud.decomposition(chr(c)).split()
    return [int(p, 16) for p in parts if p[0] != "<"]


def full_decomposition(c):
    buffer = (ctypes.c_int32 * 64)()
    boundary = ctypes.c_int(0)
    count = proc.utf8proc_decompose_char(c, buffer, 64, 1 << 1 | 1 << 4 | 1 << 2, ctypes.byref(boundary))
    return list(buffer[:count])


def database():
    print("/* Written by tools/unicode_data.py database: Unicode 14 where utf8proc is silent. */")
    rows, last = [], None
    for c in range(0x110000):
        if ud.category(chr(c)) != "Cn" and (width := ud.east_asian_width(chr(c))) != last:
            rows.append(f"{{ {c:#x}, WIDTH_{width.upper()} }}")
            last = width
    table("WidthRun", "width_runs", "East Asian width of assigned characters from here to the next row.", rows)
    rows = []
    for c in scalar:
        if c not in newer and not 0xAC00 <= c < 0xD7A4 and ud.decomposition(chr(c)):
            parts = decomposition(c)
            if parts != full_decomposition(c):
                rows.append(f"{{ {c:#x}, {{ " + ", ".join(f"{p:#x}" for p in parts) + " } }")
    table("Decomposed", "one_step", "Decompositions of one step that are not the full one.", rows)
    old_version()


def old_version():
    """Where version 3.2.0 differs."""
    old = ud.ucd_3_2_0
    assigned = [c for c in range(0x110000) if old.category(chr(c)) != "Cn"]
    ranges("not_in_3_2", "Assigned after Unicode 3.2.",
           [c for c in range(0x110000) if old.category(chr(c)) == "Cn" and ud.category(chr(c)) != "Cn"])
    rows = {}
    for c in assigned:
        key = (old.category(chr(c)), old.bidirectional(chr(c)), old.mirrored(chr(c)), old.east_asian_width(chr(c)))
        if key != (ud.category(chr(c)), ud.bidirectional(chr(c)), ud.mirrored(chr(c)), ud.east_asian_width(chr(c))):
            rows[c] = key
    out = []
    for c, key in rows.items():
        if out and out[-1][1] == c - 1 and out[-1][2] == key:
            out[-1][1] = c
        else:
            out.append([c, c, key])
    table("OldProperties", "in_3_2", "Category, bidirectional class, mirrored and width in Unicode 3.2 where they changed.",
          [f'{{ {a:#x}, {b:#x}, "{k[0]}", "{k[1]}", {k[2]}, "{k[3]}" }}' for a, b, k in out])
    ranges("decimal_in_3_2", "Digits that were decimal in Unicode 3.2.",
           [c for c in assigned if old.decimal(chr(c), None) != ud.decimal(chr(c), None)])
    table("Corrected", "corrected", "Decompositions that were corrected after Unicode 3.2: the wrong ones.",
          [f"{{ {c:#x}, {ord(old.normalize('NFD', chr(c))):#x} }}" for c in assigned
           if old.normalize("NFD", chr(c)) != ud.normalize("NFD", chr(c))])


# -- names

def is_algorithmic(c, name):
    return name.endswith(f"-{c:X}") or name.startswith("HANGUL SYLLABLE ")


def byte_table(name, comment, data):
    print(f"/* {comment} */\nstatic const unsigned char {name}[] =")
    for i in range(0, len(data), 40):
        print('    "' + "".join(f"\\{b:o}" if not 32 <= b < 127 or b in b'"\\?0123456789' else chr(b)
                                for b in data[i:i + 40]) + '"')
    print("    ;\n")


class Words:
    """Words by frequency; the commonest take one byte, the others two, and 255 ends a name."""
    SHORT = 200

    def __init__(self, names):
        counts = collections.Counter(w for n in names for w in n.split(" "))
        self.words = sorted(counts, key=lambda w: (-counts[w], w))
        self.number = {w: i for i, w in enumerate(self.words)}
        assert len(self.words) <= self.SHORT + 55 * 255

    def code(self, name):
        out = bytearray()
        for word in name.split(" "):
            i = self.number[word]
            if i < self.SHORT:
                out.append(i)
            else:
                out += bytes([self.SHORT + (i - self.SHORT) // 255, (i - self.SHORT) % 255])
        return bytes(out) + b"\xff"


def candidates():
    """(text, name) of Perl's table of names, aliases and named sequences."""
    path = glob.glob("/usr/share/perl/5.*/unicore/Name.pl")[0]
    body = open(path).read().split("<<'END';\n")[1].split("\nEND\n")[0]
    for entry in body.split("\n\n"):
        points, _, name = entry.partition("\n")
        if name:
            yield "".join(chr(int(p, 16)) for p in points.split()), name.strip()


def aliases(known):
    found = {}
    for text, name in candidates():
        try:
            if known.get(name) != text and ud.lookup(name) == text:
                found[name] = text
        except KeyError:
            pass
    return found


def names():
    plain = {c: ud.name(chr(c), None) for c in range(0x110000)}
    plain = {c: n for c, n in plain.items() if n and not is_algorithmic(c, n)}
    others = aliases({n: chr(c) for c, n in plain.items()})
    words = Words(list(plain.values()) + list(others))
    print("/* Written by tools/unicode_data.py names: names of characters in Unicode 14.\n"
          " *\n"
          " * A name is codes of words: below WORDS_SHORT one byte, else two (see word_at), then 255. */")
    print(f"enum {{ WORDS_SHORT = {words.SHORT}, WORD_COUNT = {len(words.words)}, NAME_STEP = 32, WORD_STEP = 16 }};\n")
    data = b"".join(w[:-1].encode() + bytes([ord(w[-1]) | 0x80]) for w in words.words)
    byte_table("word_text", "Words, the last letter of each with its high bit set.", data)
    starts = list(itertools.accumulate((len(w) for w in words.words), initial=0))
    table("uint32_t", "word_starts", "Offsets of every WORD_STEPth word.", [str(s) for s in starts[:-1:16]])
    table("uint16_t", "words_sorted", "Numbers of the words in alphabetical order.",
          [str(words.number[w]) for w in sorted(words.words)])
    codes = [words.code(plain[c]) for c in sorted(plain)] + [words.code(n) for n in others]
    byte_table("name_codes", "Names by code point, then aliases and named sequences.", b"".join(codes))
    starts = list(itertools.accumulate(map(len, codes), initial=0))
    table("uint32_t", "name_starts", "Offsets of every NAME_STEPth name.", [str(s) for s in starts[:-1:32]])
    ordinal, rows = 0, []
    for first, last in runs(sorted(plain)):
        rows.append(f"{{ {first:#x}, {ordinal} }}")
        ordinal += last - first + 1
    rows.append(f"{{ 0x110000, {ordinal} }}")
    table("NameRun", "name_runs", "First code point and number of its name; the names of a run follow each other.", rows)
    table("NameAlias", "name_aliases", "What the aliases and named sequences mean, in the order of their names.",
          ["{ { " + ", ".join(f"{ord(c):#x}" for c in text) + " } }" for text in others.values()])
    rows = []
    algorithmic = [c for c in range(0x110000) if (n := ud.name(chr(c), None)) and n.endswith(f"-{c:X}")]
    for key, group in itertools.groupby(enumerate(algorithmic), lambda p: (p[1] - p[0], ud.name(chr(p[1])).rpartition("-")[0])):
        group = list(group)
        rows.append(f'{{ {group[0][1]:#x}, {group[-1][1]:#x}, "{key[1]}-" }}')
    table("NameRange", "name_ranges", "Names that end with the code point.", rows)


assert ud.unidata_version == "14.0.0"
{"properties": properties, "database": database, "names": names}[sys.argv[1]]()
