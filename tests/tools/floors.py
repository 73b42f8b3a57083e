"""A file includes headers of its own floor and of those below, never above."""
import os
import re
import sys

FLOORS = ["base", "memory", "gc", "object", "types", "compiler", "vm", "modules", "inspect", "embed", "cli"]
# Protocols have fast paths for concrete types: implementations may see them, headers may not.
IMPLEMENTATION_MAY_SEE = {("object", "types")}
# The instruction set is the language that the compiler and the machine share.
SHARED = {"vm/opcodes.h", "vm/opcodes.def"}
# The command is written on the public header alone.
PUBLIC_ONLY = {"cli"}


def violations(root):
    for folder, _, files in os.walk(os.path.join(root, "src")):
        for name in files:
            path = os.path.join(folder, name)
            floor = os.path.relpath(path, os.path.join(root, "src")).split(os.sep)[0]
            with open(path, encoding="utf-8") as f:
                for number, line in enumerate(f, 1):
                    found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                    if found and "/" in found[1]:
                        target = found[1].split("/")[0]
                        if target not in FLOORS or found[1] in SHARED:
                            continue
                        above = FLOORS.index(target) > FLOORS.index(floor)
                        if name.endswith(".c") and (floor, target) in IMPLEMENTATION_MAY_SEE:
                            continue
                        if above or (floor in PUBLIC_ONLY and target != floor):
                            yield f"{os.path.relpath(path, root)}:{number}: {floor} includes {found[1]}"


found = list(violations(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))))
print("\n".join(found))
sys.exit(1 if found else 0)
