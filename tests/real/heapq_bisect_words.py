"""heapq and bisect over the words of a licence."""
import bisect
import heapq
import re

words = re.findall(r"[A-Za-z]+", open("/usr/share/common-licenses/GPL-3", encoding="utf-8").read())
print(len(words))
heap = []
for w in words[:2000]:
    heapq.heappush(heap, (len(w), w))
print([heapq.heappop(heap) for i in range(20)])
print(heapq.nlargest(10, words, key=len), heapq.nsmallest(5, set(words)))
print(list(heapq.merge(sorted(words[:50]), sorted(words[50:90]), reverse=False))[:10])
order = []
for w in words[:1500]:
    bisect.insort(order, w)
print(order[:10], order == sorted(words[:1500]))
print(bisect.bisect_left(order, "the"), bisect.bisect_right(order, "the"), bisect.bisect(order, "free", 10, 900))
