#!/usr/bin/env python3.11
"""Random edits of library files: astdump must answer each, with a tree or an error.

    fuzz.py ASTDUMP [--seed N] [--count N] [--compare] [FOLDER]

--compare also asks python3.11 whether each program is valid, and what it says if not.
"""
import argparse
import glob
import os
import random
import subprocess
import sys
import warnings

BATCH = 50
PIECES = [bytes([byte]) for byte in range(1, 256)] + [
    b"(", b")", b"[", b"]", b"{", b"}", b'"', b"'", b'"""', b"'''", b"\\", b"\n", b"\n    ",
    b"\t", b"\r", b"f'{", b"}", b"\\N{", b"\\x", b"0x", b"1e", b" if ", b" else ", b"lambda ",
    b"match x:\n case ", b"except* ", b":=", b"**", b"not in", b"async ", b"await ", b"\xef\xbb\xbf",
    b"# coding: latin-1\n", b"def f(", b"with (", b"print x\n", b" " * 120, b"(" * 210,
]


def mutate(source, chance):
    source = bytearray(source)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at = chance.randrange(len(source) + 1)
        action = chance.random()
        if action < 0.4:
            source[at:at] = chance.choice(PIECES)
        elif action < 0.7:
            source[at:at + 1] = chance.choice(PIECES)
        elif action < 0.9:
            del source[at:at + chance.randrange(1, 40)]
        else:
            start = chance.randrange(len(source) + 1)
            source[at:at] = source[start:start + chance.randrange(1, 200)]
    return bytes(source).replace(b"\0", b" ")


def cut(source, chance):
    """The file from its start, from the start of a line, or from anywhere."""
    start = chance.choice([0, chance.randrange(len(source)), chance.randrange(len(source))])
    if start and chance.random() < 0.5:
        start = source.find(b"\n\n", start) + 2
    return source[start:start + chance.randrange(10, 20000)]


def run(tool, programs):
    result = subprocess.run([*tool.split(), "--programs"], input=b"\0".join(programs) + b"\0",
                            stdout=subprocess.PIPE)
    lines = result.stdout.decode("utf-8", "replace").split("\n")[:-1]
    if result.returncode in (0, 1) and len(lines) == len(programs):
        return lines
    for i, program in enumerate(programs):
        single = subprocess.run([*tool.split(), "--programs"], input=program + b"\0",
                                stdout=subprocess.DEVNULL)
        if single.returncode not in (0, 1):
            with open(f"crash-{i}.py", "wb") as file:
                file.write(program)
            print(f"exit status {single.returncode}: see crash-{i}.py")
    return None


def expected(text):
    try:
        compile(text, "<s>", "exec", 0x400)
    except (SyntaxError, ValueError) as error:
        return f"!{type(error).__name__}\t{getattr(error, 'msg', error)}"
    except RecursionError:
        return None
    except MemoryError:
        return "!MemoryError"
    return ""


def agree(line, program):
    try:
        text = program.decode("utf-8")
    except UnicodeDecodeError:
        return True
    theirs = expected(text)
    if theirs is None:
        return True
    ours = "\t".join(line.split("\t")[:2]).strip() if line.startswith("!") else ""
    return ours == theirs.replace("\\", "\\\\").replace("\n", "\\n").strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("folder", nargs="?", default="/usr/lib/python3.11")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    chance = random.Random(options.seed)
    paths = sorted(glob.glob(os.path.join(options.folder, "**", "*.py"), recursive=True))
    bad = 0
    for _ in range(0, options.count, BATCH):
        sources = [open(chance.choice(paths), "rb").read() or b"x\n" for _ in range(BATCH)]
        programs = [mutate(cut(source, chance), chance) for source in sources]
        lines = run(options.tool, programs)
        if lines is None:
            return 1
        if options.compare:
            for line, program in zip(lines, programs):
                if not agree(line, program):
                    bad += 1
                    print(repr(program[-200:]), line[:150], expected(program.decode()), sep="\n   ")
    print(f"{options.count} programs, {bad} differences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
