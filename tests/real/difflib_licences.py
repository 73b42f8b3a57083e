"""difflib between two versions of a licence."""
import difflib

old = open("/usr/share/common-licenses/LGPL-2", encoding="utf-8").read().splitlines()
new = open("/usr/share/common-licenses/LGPL-2.1", encoding="utf-8").read().splitlines()
for line in list(difflib.unified_diff(old, new, "LGPL-2", "LGPL-2.1", lineterm=""))[:400]:
    print(line)
print(difflib.get_close_matches("licens", ["license", "licence", "lesson", "silence"]))
print(round(difflib.SequenceMatcher(None, " ".join(old[:40]), " ".join(new[:40])).ratio(), 6))
for line in list(difflib.ndiff(old[:30], new[:30])):
    print(line)
