"""json: the package list of the system, out and in again."""
import sys

sys.modules["_json"] = None          # the Python code on both sides
import json

packages = []
for block in open("/var/lib/dpkg/status", encoding="utf-8").read().split("\n\n")[:300]:
    fields = {}
    for line in block.splitlines():
        if ": " in line and not line.startswith(" "):
            key, value = line.split(": ", 1)
            fields[key] = int(value) if value.isdigit() else value.split(", ") if key == "Depends" else value
    if fields:
        packages.append(fields)
text = json.dumps(packages, indent=1, sort_keys=True, ensure_ascii=False)
print(len(packages), len(text))
print(text[:3000])
print(json.loads(text) == packages)
print(len(json.dumps(packages)), json.dumps({"a": [1.5, None, True, "\u00e9\n\"", 10 ** 20], "b": {}}))
print(json.loads('{"x": [1, 2.5e3, "\\u00e9\\ud83d\\ude00", null, true, -0.0]}'))
for bad in ("{", "[1,]", '{"a" 1}', "nul", '"\\x"', "[1] 2"):
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(type(e).__name__, e)


class Encoder(json.JSONEncoder):
    def default(self, o):
        return sorted(o) if isinstance(o, set) else super().default(o)


print(json.dumps({"s": {3, 1, 2}}, cls=Encoder, separators=(",", ":")))
try:
    json.dumps(object())
except TypeError as e:
    print(e)
