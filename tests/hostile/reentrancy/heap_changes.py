import heapq
class A:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        n[0] += 1
        if n[0] == 5:
            (h.clear, lambda: h.append(A(1)), lambda: h.pop())[kind]()
        return self.n < other.n
for kind in range(3):
    for f in (heapq.heapify, heapq.heappop, lambda h: heapq.heappush(h, A(0)), lambda h: heapq.heapreplace(h, A(3)), lambda h: heapq.heappushpop(h, A(50)),
              heapq._heapify_max, heapq._heappop_max, lambda h: heapq._heapreplace_max(h, A(4)), lambda h: heapq.nsmallest(5, h), lambda h: heapq.nlargest(5, h),
              lambda h: list(heapq.merge(h, h))):
        n = [-1000]
        h = [A(i) for i in range(100)]
        n = [0]
        try:
            f(h)
        except (RuntimeError, IndexError):
            pass
