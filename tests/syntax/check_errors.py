#!/usr/bin/env python3.11
"""Programs that are not valid, and what is said about them.

    check_errors.py ASTDUMP [--oracle] [--update] [FILE...]

Each line of errors/*.txt holds a program as a Python literal (bytes: a source that
says how it is encoded), perhaps behind `eval` or `single`, then ` -> ` and the error
that python3.11 gives: class, message, (line, column, end line, end column).
--oracle asks python3.11 again; --update writes its answers into the files.
"""
import argparse
import ast
import glob
import os
import subprocess
import sys
import tempfile
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))


def read(path):
    """Yield mode, program and expected error of every line."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.strip() or line.startswith("#"):
                continue
            program, _, error = line.rstrip("\n").rpartition(" -> ")
            mode, _, rest = program.partition(" ")
            if mode in ("eval", "single"):
                program = rest
            else:
                mode = "exec"
            yield mode, ast.literal_eval(program), error


def ask_oracle(mode, program):
    try:
        compile(program, "<program>", mode, 0x400)
    except SyntaxError as error:
        place = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        return f"{type(error).__name__}: {error.msg!r} {place}"
    except (ValueError, MemoryError) as error:
        return f"{type(error).__name__}: {str(error)!r}"
    return "valid"


def unescape(text):
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape") \
        if text.isascii() else text.replace("\\n", "\n").replace("\\\\", "\\")


def answer(line):
    if not line.startswith("!"):
        return "valid"
    kind, message, *place = line[1:].split("\t")[:6]
    message = unescape(message)
    if kind in ("ValueError", "MemoryError"):
        return f"{kind}: {message!r}"
    place = tuple(map(int, place))
    if place[:2] == (0, -1):
        place = (0, -1, None, None)
    return f"{kind}: {message!r} {place}"


def run(arguments, data=b""):
    result = subprocess.run(arguments, input=data, stdout=subprocess.PIPE)
    return result.stdout.decode("utf-8", "replace").split("\n")[:-1]


def ask_tool(tool, mode, programs):
    texts = [program for program in programs if isinstance(program, str)]
    if any("\0" in text for text in texts):
        raise SystemExit("a program with a zero byte cannot be passed on")
    command = [*tool.split(), "--mode", mode]
    lines = iter(run([*command, "--programs"], b"".join(text.encode() + b"\0" for text in texts)))
    for program in programs:
        if isinstance(program, str):
            yield answer(next(lines, "nothing"))
            continue
        with tempfile.NamedTemporaryFile() as file:
            file.write(program)
            file.flush()
            yield answer(run([*command, file.name])[0])


def check(tool, path, oracle):
    entries = list(read(path))
    bad = 0
    for mode in ("exec", "eval", "single"):
        mine = [entry for entry in entries if entry[0] == mode]
        for (_, program, error), ours in zip(mine, ask_tool(tool, mode, [e[1] for e in mine])):
            theirs = ask_oracle(mode, program) if oracle else error
            if ours != error or theirs != error:
                bad += 1
                print(f"{os.path.basename(path)}: {mode} {program!r}\n  stated {error}\n  ours   {ours}"
                      + (f"\n  theirs {theirs}" if oracle else ""))
    return len(entries), bad


def update(path):
    lines = []
    for mode, program, _ in read(path):
        prefix = "" if mode == "exec" else mode + " "
        lines.append(f"{prefix}{program!r} -> {ask_oracle(mode, program)}\n")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--oracle", action="store_true")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    total = bad = 0
    for path in options.files or sorted(glob.glob(os.path.join(HERE, "errors", "*.txt"))):
        if options.update:
            update(path)
        count, wrong = check(options.tool, path, options.oracle)
        total += count
        bad += wrong
    print(f"{total - bad} of {total} errors are as stated")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
