#!/usr/bin/env python3.11
"""All tests of the lexer and the parser.

    check.py BUILD-FOLDER [--full]

Builds astdump twice, as it is and with sanitizers, and runs: the errors as stated,
the trees of the library (a part of it without --full), random edits, and every
request for memory refused in turn.
"""
import os
import subprocess
import sys
import tempfile

import check_errors

HERE = os.path.dirname(os.path.abspath(__file__))
SANITIZE = ["-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined",
            "-DOURO_EXACT_ARENA"]


def build(program, *flags):
    subprocess.run([os.path.join(HERE, "build.sh"), program, *flags], check=True)
    return program


def script(name, *arguments):
    print(name, *arguments[1:], flush=True)
    return subprocess.run([sys.executable, os.path.join(HERE, name), *arguments]).returncode


def refuse_memory(tool):
    """Every program of errors/ with every request for memory refused."""
    programs = []
    for name in sorted(os.listdir(os.path.join(HERE, "errors"))):
        for _, program, _ in check_errors.read(os.path.join(HERE, "errors", name)):
            if isinstance(program, str) and len(program) < 400:
                programs.append(program.encode() + b"\0")
    result = subprocess.run([tool, "--system", "--quiet", "--fail-each", "--programs"],
                            input=b"".join(programs), stdout=subprocess.PIPE)
    wrong = [line for line in result.stdout.decode("utf-8", "replace").split("\n")
             if line and not line.startswith("!")]
    print("\n".join(wrong[:10] + [f"{len(programs)} programs with memory refused, "
                                  f"{len(wrong)} wrong"]))
    return bool(wrong) or result.returncode not in (0, 1)


def main():
    folder = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    full = "--full" in sys.argv
    tool = build(os.path.join(folder, "astdump"))
    sanitized = build(os.path.join(folder, "astdump-sanitized"), *SANITIZE)
    failures = script("check_errors.py", tool)
    failures += script("check_errors.py", f"{sanitized} --system")
    failures += script("compare_trees.py", tool, "--every", "1" if full else "12")
    failures += script("fuzz.py", f"{sanitized} --system", "--count", "2000" if full else "500")
    failures += script("fuzz.py", tool, "--compare", "--count", "10000" if full else "2000")
    failures += refuse_memory(sanitized)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
