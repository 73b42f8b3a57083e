# The standard library inside the program: with the one on the disk hidden, modules are imported all the same.
#   sh library.sh OURO
set -u
ouro=$(realpath "$1")
folder=/usr/lib/python3.11
failed=0
unshare -m true 2>/dev/null || unshare -rm true 2>/dev/null || { echo "no namespaces here"; exit 0; }
flags=-m
unshare -m true 2>/dev/null || flags=-rm

# expect NAME TEXT ARGUMENTS...
expect() {
    name=$1 text=$2
    shift 2
    out=$(unshare $flags sh -c 'mount -t tmpfs none '$folder' && exec "$@"' sh "$ouro" "$@" 2>&1 </dev/null)
    [ "$out" = "$text" ] || { printf '%s: not\n%s\nbut\n%s\n' "$name" "$text" "$out"; failed=1; }
}

expect many "done" -c "
import abc, argparse, ast, base64, bisect, calendar, codecs, collections.abc, colorsys, configparser, contextlib, contextvars
import copy, csv, dataclasses, datetime, decimal, difflib, dis, doctest, enum, fileinput, fnmatch, fractions, functools, getopt
import glob, graphlib, gzip, heapq, html, importlib, inspect, io, json, keyword, linecache, logging, numbers, operator, os.path
import pathlib, pickle, pprint, random, reprlib, shlex, shutil, statistics, string, stringprep, tempfile, textwrap, timeit
import tokenize, tomllib, traceback, types, typing, unittest, urllib.parse, uuid, warnings, weakref, zipfile, zlib, hashlib
print('done')"
expect file "/usr/lib/python3.11/json/__init__.py ['/usr/lib/python3.11/json']" -c "import json; print(json.__file__, json.__path__)"
expect work "[1, 2] 0.5 2024-02-29" -c "
import json, fractions, datetime
print(json.loads('[1, 2]'), float(fractions.Fraction(1, 2)), datetime.date(2024, 2, 28) + datetime.timedelta(1))"
expect traceback "Traceback (most recent call last):
  File \"<string>\", line 1, in <module>
  File \"/usr/lib/python3.11/textwrap.py\", line 384, in wrap
  File \"/usr/lib/python3.11/textwrap.py\", line 359, in wrap
  File \"/usr/lib/python3.11/textwrap.py\", line 253, in _wrap_chunks
ValueError: invalid width 0 (must be > 0)" -c "import textwrap; textwrap.wrap('a b', 0)"
expect missing "Traceback (most recent call last):
  File \"<string>\", line 1, in <module>
ModuleNotFoundError: No module named 'json.nothing'" -c "import json.nothing"
expect module "usage: python -m json.tool [-h] [--sort-keys] [--no-ensure-ascii]
                           [--json-lines]
                           [--indent INDENT | --tab | --no-indent | --compact]
                           [infile] [outfile]
python -m json.tool: error: unrecognized arguments: -x" -m json.tool -x
expect regular "['a', 'b'] 3" -c "import re, collections; print(re.findall('[ab]', 'xaxb'), collections.Counter('aaab')['a'])"
expect marshal "(3, 1.5)
True" -c "
import marshal
code = compile('def f(x, *, y=1.5):\n    return x + 1, y\nprint(f(2))', 'name', 'exec')
again = marshal.loads(marshal.dumps(code))
exec(again, space := {})
print(again == code)"
exit $failed
