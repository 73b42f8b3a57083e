"""TOML read and written by toml."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import toml

TEXT = '''
title = "TOML é"
[owner]
name = "Tom"
dob = 1979-05-27T07:32:00-08:00
day = 1979-05-27
[database]
ports = [8000, 8001, 8002]
data = [["delta", "phi"], [3.14]]
temp = { cpu = 79.5, case = 72.0 }
hex = 0xff
big = 1_000_000
flag = true
text = """
several
lines
   joined"""
raw = "C:/x"
[[products]]
name = "Hammer"
[[products]]
name = "Nail"
[a.b.c]
d = inf
'''
data = toml.loads(TEXT)
print(data)
print(toml.dumps(data))
print(toml.loads(toml.dumps(data)) == data)
for bad in ["a = ", "a = 1\na = 2", "[a", "a = [1, 'x']", "= 1", "a = 'x", "[a]\n[a]", "a = 1979-13-45", "a.b", "x = {a = 1,, b = 2}"]:
    try:
        print(repr(bad), toml.loads(bad))
    except toml.TomlDecodeError as e:
        print(repr(bad), e, e.lineno, e.colno)
    except Exception as e:
        print(repr(bad), type(e).__name__, e)
