"""Branch coverage of some folders, from the counts that a MODE=coverage build left.

    coverage.py BUILD [--least PERCENT] [--missed] FOLDER ...

Counted are the branches of lines that can be taken either way by what a program does;
those of assert() are not.  --missed names the lines with a branch that was never taken.
"""
import argparse
import glob
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def counts_of(build, folder):
    """{(file, line): [taken, ...]}, summed over all places that compile the line."""
    counts = {}
    with tempfile.TemporaryDirectory() as work:
        data = sorted(glob.glob(f"{build}/**/*.gcda", recursive=True))     # headers are compiled everywhere
        if not data:
            return counts
        subprocess.run(["gcov", "--json-format", "--branch-probabilities", "--hash-filenames", *map(os.path.abspath, data)],
                       cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        for path in glob.glob(f"{work}/*.gcov.json.gz"):
            with gzip.open(path) as f:
                report = json.load(f)
            for file in report["files"]:
                name = os.path.relpath(os.path.join(report["current_working_directory"], file["file"]), ROOT)
                if not name.startswith(folder + "/"):
                    continue
                for line in file["lines"]:
                    taken = [b["count"] for b in line["branches"] if not b["throw"]]
                    if not taken:
                        continue
                    key = (name, line["line_number"])
                    if key in counts and len(counts[key]) == len(taken):
                        counts[key] = [a + b for a, b in zip(counts[key], taken)]
                    elif key not in counts or sum(taken) > sum(counts[key]):
                        counts[key] = taken
    return counts


def is_check(source):
    return bool(re.search(r"\bassert\(|\bdebug_check\(|not covered:", source))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--least", type=float, default=0)
    parser.add_argument("--missed", action="store_true")
    options = parser.parse_args()
    enough = True
    for folder in options.folders:
        counts, sources, files = counts_of(options.build, folder), {}, {}
        for (name, number), taken in sorted(counts.items()):
            if name not in sources:
                with open(os.path.join(ROOT, name)) as f:
                    sources[name] = f.read().split("\n")
            source = sources[name][number - 1]
            if is_check(source):
                continue
            row = files.setdefault(name, [0, 0])
            row[0] += sum(1 for n in taken if n)
            row[1] += len(taken)
            if options.missed and 0 in taken:
                print(f"{name}:{number}: {taken} {source.strip()}")
        for name, (taken, of) in files.items():
            print(f"{name:36} {taken:5} of {of:5}  {100 * taken / of:5.1f} %")
        taken, of = (sum(row[i] for row in files.values()) for i in (0, 1))
        share = 100 * taken / of if of else 0
        print(f"{folder:36} {taken:5} of {of:5}  {share:5.1f} %\n")
        enough = enough and share >= options.least
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
