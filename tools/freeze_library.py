"""The second stage of the build: compile the standard library into one blob.

    ouro-stage1 tools/freeze_library.py OUTPUT [FOLDER]

Runs under Ouro itself.  The format stands in src/vm/library.h."""
import marshal
import os
import struct
import sys

OUTPUT = sys.argv[1]
FOLDER = sys.argv[2] if len(sys.argv) > 2 else "/usr/lib/python3.11"

# What programs import; what these import in turn is found by reading them.
WANTED = """abc argparse ast base64 bisect calendar codecs collections.abc colorsys configparser contextlib contextvars copy
copyreg csv dataclasses datetime decimal difflib doctest enum fileinput fnmatch fractions functools getopt getpass gettext
glob graphlib gzip hashlib heapq hmac html html.entities html.parser importlib importlib._bootstrap importlib._bootstrap_external
importlib.abc importlib.machinery importlib.metadata importlib.resources importlib.simple importlib.util inspect io ipaddress json
json.tool keyword linecache locale logging logging.config logging.handlers mimetypes numbers opcode operator os pathlib pickle
pickletools pkgutil platform pprint py_compile queue quopri random re reprlib runpy sched secrets selectors shelve shlex shutil
signal site socket socketserver stat statistics string stringprep struct subprocess symtable sysconfig tarfile tempfile textwrap
this threading timeit token tokenize tomllib trace traceback types typing unittest unittest.mock urllib.parse urllib.request uuid
warnings wave weakref xml.etree.ElementTree xml.dom.minidom zipapp zipfile zipimport zoneinfo cProfile profile pstats cmd code
codeop bdb pdb asyncio concurrent.futures email email.mime.text http.client http.server encodings sre_compile sre_parse
sre_constants _strptime _sitebuiltins _compat_pickle __future__ __hello__ ntpath posixpath genericpath
compileall tabnanny pyclbr filecmp bz2 lzma dbm dbm.dumb plistlib xdrlib rlcompleter""".split()
SKIPPED = ("idlelib", "lib2to3", "test", "tkinter", "turtledemo", "ensurepip", "distutils", "pydoc_data", "venv", "msilib",
           "ctypes", "curses", "sqlite3", "multiprocessing", "wsgiref", "setuptools", "pip", "lib-dynload", "__pycache__")
# Those that CPython has inside itself: their code names no file.
FROZEN = set("""abc codecs io _collections_abc _sitebuiltins genericpath ntpath posixpath os site stat importlib.util
importlib.machinery runpy importlib._bootstrap importlib._bootstrap_external zipimport __hello__""".split())
OWN = {"dis"}                   # Ouro has its own


def locate(name):
    path = os.path.join(FOLDER, *name.split("."))
    if os.path.isfile(path + "/__init__.py"):
        return path + "/__init__.py", True
    if os.path.isfile(path + ".py"):
        return path + ".py", False
    return None


def imports_of(name, is_package, tree):
    import ast
    package = name if is_package else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                parts = parts[:len(parts) - node.level + 1]
                base = ".".join(parts + ([base] if base else []))
            yield base
            for alias in node.names:
                yield f"{base}.{alias.name}"


def closure():
    import ast
    modules, waiting = {}, list(WANTED)
    waiting += ["encodings." + f[:-3] for f in os.listdir(FOLDER + "/encodings") if f.endswith(".py")]
    while waiting:
        name = waiting.pop()
        parts = name.split(".")
        if name in modules or parts[0] in SKIPPED or parts[0] in OWN:
            continue
        if len(parts) > 1:
            waiting.append(".".join(parts[:-1]))
        found = locate(name)
        if not found:
            continue
        path, is_package = found
        with open(path, "rb") as f:
            source = f.read()
        modules[name] = (path, is_package, source)
        waiting.extend(imports_of(name, is_package, ast.parse(source)))
    return modules


def own_modules():
    """Those of lib/, under names that no search along a path builds."""
    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib")
    for file in sorted(os.listdir(folder)):
        if file.endswith(".py"):
            with open(os.path.join(folder, file), "rb") as f:
                yield "/own/" + file[:-3], (f"<ouro {file[:-3]}>", False, f.read())


def compiled(name, path, source):
    shown = f"<frozen {name}>" if name in FROZEN else path
    return marshal.dumps(compile(source, shown, "exec", dont_inherit=True))[5:]


def main():
    rows = sorted((name.replace(".", "/"), name, *what) for name, what in [*closure().items(), *own_modules()])
    texts, images = bytearray(), []
    head = 16 + 24 * len(rows)

    def text(s):
        at = head + len(texts)
        texts.extend(s.encode() + b"\0")
        return at
    folder = text(FOLDER)
    names = [(text(path), text(file)) for path, _, file, _, _ in rows]
    at = head + len(texts)
    entries = b""
    for (name_at, file_at), (path, name, file, is_package, source) in zip(names, rows):
        image = compiled(name, file, source)
        gap = -at % 16
        images += [bytes(gap), image]
        entries += struct.pack("6I", name_at, file_at, at + gap, len(image), is_package, 0)
        at += gap + len(image)
    with open(OUTPUT, "wb") as f:
        f.write(b"OUROLIB1" + struct.pack("2I", len(rows), folder) + entries + bytes(texts))
        for piece in images:
            f.write(piece)


main()
