"""collections and functools over a text."""
import collections
import functools
import re

text = open("/usr/share/common-licenses/Apache-2.0", encoding="utf-8").read()
words = re.findall(r"\w+", text.lower())
count = collections.Counter(words)
print(count.most_common(15), count.total())
print((count - collections.Counter(words[:500])).most_common(5), (count & collections.Counter("the a of".split())))
groups = collections.defaultdict(list)
for w in sorted(count):
    groups[w[0]].append(w)
print({k: len(v) for k, v in groups.items()})
Row = collections.namedtuple("Row", "word times length", defaults=(0,))
rows = [Row(w, n, len(w)) for w, n in count.items()]
print(max(rows, key=lambda r: (r.length, r.word)), rows[0]._asdict(), Row("x", 1), rows[0]._replace(times=-1))
window = collections.deque(maxlen=4)
print([tuple(window) for w in words[:6] if not window.append(w)])
window.rotate(1)
print(window)
ordered = collections.OrderedDict((w, i) for i, w in enumerate(words[:8]))
ordered.move_to_end(words[0])
print(ordered, ordered.popitem(last=False))
chain = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
print(chain["a"], chain["b"], dict(chain.new_child({"b": 9})), chain.maps)


@functools.lru_cache(maxsize=None)
def distance(a, b):
    if not a or not b:
        return len(a) + len(b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))


print(distance("licensor", "contributor"), distance.cache_info())
print(functools.reduce(lambda a, b: a * 31 + ord(b) & 0xffffffff, text[:2000], 7))
add = functools.partial(int, base=16)
print(add("ff"), add)


@functools.total_ordering
class Version:
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))

    def __eq__(self, other):
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts


print(Version("2.0") >= Version("1.9"), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))


@functools.singledispatch
def show(x):
    return "object"


@show.register
def _(x: int):
    return "int"


@show.register(list)
def _(x):
    return "list"


print(show(1), show([]), show(""), show(True))


class Lazy:
    @functools.cached_property
    def value(self):
        print("computed")
        return 42


lazy = Lazy()
print(lazy.value, lazy.value)
