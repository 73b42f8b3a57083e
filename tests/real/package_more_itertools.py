"""more-itertools: most of its functions once."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import more_itertools as m

print(list(m.chunked(range(7), 3)), list(m.windowed(range(5), 3)), list(m.pairwise("abcd")), m.first([], 0), m.one([5]))
print(list(m.flatten([[1], [2, 3]])), list(m.collapse([1, [2, [3, (4,)]]])), list(m.interleave("abc", "xyz")), m.ilen(iter("abc")))
print([list(g) for g in m.split_at("a,b,c", lambda c: c == ",")], [list(g) for g in m.consecutive_groups([1, 2, 4, 5, 7])])
print(list(m.unique_everseen("AAbBca", key=str.lower)), list(m.powerset([1, 2, 3])), list(m.set_partitions("abc", 2)), list(m.distinct_permutations([1, 0, 1])))
p = m.peekable("abc")
print(p.peek(), next(p), p[0], list(p), bool(p))
b = m.bucket(["a1", "b1", "a2"], key=lambda s: s[0])
print(sorted(b), list(b["a"]), list(b["b"]))
s = m.seekable(iter(range(5)))
print(list(s), s.seek(2), list(s))
print(m.map_reduce(range(6), lambda x: x % 2, lambda x: x * x, sum), list(m.divide(3, range(7))[0]), [list(d) for d in m.distribute(2, range(5))])
print(list(m.run_length.encode("aabbb")), list(m.run_length.decode([("a", 2)])), list(m.zip_offset([1, 2, 3], "abc", offsets=(0, 1))), list(m.numeric_range(1, 3, 0.5)))
print(list(m.convolve([1, 2], [3, 4])), m.nth_product(7, range(3), range(4)))
for call in (lambda: m.one([]), lambda: m.one([1, 2]), lambda: m.only([1, 2]), lambda: list(m.strictly_n([1], 2)), lambda: m.first([]), lambda: list(m.zip_equal([1], [1, 2]))):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
print(list(m.locate([0, 1, 1], bool)), list(m.rlocate("abca", lambda c: c == "a")), list(m.intersperse(0, [1, 2, 3])), m.SequenceView([1, 2]))
