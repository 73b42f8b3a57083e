#!/usr/bin/env python3.11
"""Compare astdump's trees with those of python3.11, for every file of a library.

    compare_trees.py ASTDUMP [--every N] [--offset K] [FOLDER]

Files that are not valid must give the same error.
"""
import argparse
import ast
import os
import subprocess
import sys
import warnings

BATCH = 20


def find_files(folder):
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                yield os.path.join(root, name)


def expected(path):
    with open(path, "rb") as file:
        source = file.read()
    try:
        return ast.dump(ast.parse(source, path), include_attributes=True)
    except SyntaxError as error:
        place = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        return "\t".join([f"!{type(error).__name__}", str(error.msg), *map(str, place)])
    except ValueError as error:
        return f"!ValueError\t{error}"


def same(ours, theirs):
    if theirs.startswith("!"):
        return ours.split("\t")[:2] == theirs.split("\t")[:2]
    return ours == theirs


def report(path, ours, theirs):
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), 0)
    print(f"{path}\n  ours   ...{ours[max(at - 60, 0):at + 160]}"
          f"\n  theirs ...{theirs[max(at - 60, 0):at + 160]}")


def compare(tool, paths):
    output = subprocess.run([tool, *paths], stdout=subprocess.PIPE).stdout.decode("utf-8", "replace")
    lines = output.split("\n")[:-1]
    if len(lines) != len(paths):
        print(f"{paths[len(lines)]}: no answer")
        return len(paths)
    bad = 0
    for path, line in zip(paths, lines):
        theirs = expected(path)
        if not same(line, theirs):
            bad += 1
            report(path, line, theirs)
    return bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("folder", nargs="?", default="/usr/lib/python3.11")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    paths = list(find_files(options.folder))[options.offset::options.every]
    bad = 0
    for start in range(0, len(paths), BATCH):
        bad += compare(options.tool, paths[start:start + BATCH])
    print(f"{len(paths) - bad} of {len(paths)} trees are equal")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
