class A:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        other.n, self.n = self.n, other.n
        return self.n < other.n
x = [A(i * 7 % 100) for i in range(100)]
sorted(x), min(x), max(x), sorted(x, reverse=True)
import bisect, heapq
bisect.bisect(x, A(5)), heapq.heapify(x)
