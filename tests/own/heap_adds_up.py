# Every figure of ouro.heap() adds up, whatever the program holds.
import gc
import ouro


def check(h):
    assert h.pools == h.used_pools + h.full_pools + h.empty_pools
    assert h.pools == sum(c.pools for c in h.classes)
    assert h.live.blocks == sum(d.blocks for d in h.domains.values())
    assert h.live.bytes == sum(d.bytes for d in h.domains.values())
    assert h.live.blocks == sum(c.blocks for c in h.classes) + h.spans.blocks + h.huge.blocks
    assert h.objects == h.domains["object"].blocks + h.domains["container"].blocks
    assert sum(t.bytes for t in h.types) == h.domains["object"].bytes + h.domains["container"].bytes
    assert sum(t.buffer_bytes for t in h.types) + h.working_bytes == h.domains["memory"].bytes
    assert sum(h.generations.values()) == h.domains["container"].blocks
    assert h.reserved >= h.live.bytes and h.peak >= h.reserved
    for c in h.classes:
        assert c.blocks <= c.capacity, c


check(ouro.heap())
assert ouro.heap().working_bytes == 0


class Point:
    def __init__(self, x):
        self.x = x


held = [
    list(range(100000)), {str(i): [i] for i in range(1000)}, {frozenset({i}) for i in range(100)}, bytearray(10**6),
    "é" * 1000, "é" * 100000 + "x", [Point(i) for i in range(1000)], 10**5000, (i for i in range(3)), memoryview(b"abc"),
    type("T", (), {"__slots__": ("a", "b")})(), [[] for _ in range(5000)],
]
check(ouro.heap())
found = {t.type: t.objects for t in ouro.heap().types}
assert found[Point] == 1000, found[Point]
del held[6]
check(ouro.heap())
assert Point not in {t.type for t in ouro.heap().types}

# In the middle of C code, and of a sort that holds its items elsewhere.
for h in map(lambda _: ouro.heap(), range(2)):
    check(h)
numbers = [3, 1, 2]
numbers.sort(key=lambda n: check(ouro.heap()) or n)
gc.freeze()
check(ouro.heap())
assert ouro.heap().generations["frozen"] > 0
gc.unfreeze()

# Text for people.
text = repr(ouro.heap())
assert text.startswith("heap: ") and "pools of 16 KiB" in text and "objects by type" in text
assert repr(ouro.limit()).startswith("no limit; ")
assert ouro.limit().bytes is None and ouro.limit().left is None
gc.collect()
p = ouro.pauses(requested=True)
assert p.count >= 1 and repr(p).startswith(f"{p.count} pause")
churn = [[[] for _ in range(100)] for _ in range(100)]
p = ouro.pauses()
assert p.count == sum(p.histogram.values()) > 0 and p.total_ns >= p.longest_ns > 0
assert repr(p).startswith(f"{p.count} pause")

# Walking.
everything = list(ouro.walk())
assert len(set(map(id, everything))) == len(everything)
assert all(type(o) is dict or isinstance(o, dict) for o in ouro.walk(dict))
assert any(o is held for o in ouro.walk(list))
try:
    ouro.walk(3)
except TypeError as error:
    assert str(error) == "walk() argument must be a type or None, not 'int'"
else:
    raise AssertionError
