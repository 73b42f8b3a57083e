"""+ on a string makes another object; a slice copies references, not elements."""
import sys
a = "hello, "
b = a
a = a + "world"
print(b, "|", a, "|", a is b)
joined = "".join(["x", "y", "z"])
print(joined)
rows = [[1], [2], [3]]
before = sys.getrefcount(rows[0])
part = rows[:2]
print(sys.getrefcount(rows[0]) - before)        # expect: 1
print(part[0] is rows[0], part is rows)         # expect: True False
part[0].append(99)
print(rows)
del part
print(sys.getrefcount(rows[0]) - before)        # expect: 0
