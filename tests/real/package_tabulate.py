"""Tables in every format of tabulate."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

from tabulate import simple_separated_format, tabulate, tabulate_formats

rows = [["spam", 41.9999, None, "é"], ["eggs", "451.0", 10 ** 20, "中文"], ["x\ny", -1e-7, True, ""]]
for format in sorted(tabulate_formats):
    print(format)
    print(tabulate(rows, headers=["name", "number", "any", "text"], tablefmt=format))
print(tabulate({"a": [1, 2, 3], "b": [4.5, 6]}, headers="keys", showindex=True, floatfmt=".3f", numalign="center", stralign="right"))
print(tabulate([{"x": 1, "y": 2}, {"y": 3, "z": 4}], headers="keys", missingval="?"))
print(tabulate([], headers=["a"]), tabulate(rows, tablefmt=simple_separated_format(";"), disable_numparse=True))
