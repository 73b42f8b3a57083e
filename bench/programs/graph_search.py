"""Searches in graphs: sets and dicts of tuples, heaps, union by rank, a puzzle breadth first."""
import heapq
from collections import deque


def grid(width, height):
    return {(x, y) for x in range(width) for y in range(height) if (x * x + 3 * y) % 7}


def neighbours(cell, cells):
    x, y = cell
    return [n for n in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)) if n in cells]


def breadth_first(start, cells):
    distance = {start: 0}
    queue = deque([start])
    while queue:
        cell = queue.popleft()
        for n in neighbours(cell, cells):
            if n not in distance:
                distance[n] = distance[cell] + 1
                queue.append(n)
    return distance


def cheapest(start, cells):
    best, heap = {start: 0}, [(0, start)]
    while heap:
        cost, cell = heapq.heappop(heap)
        if cost > best[cell]:
            continue
        for n in neighbours(cell, cells):
            new = cost + 1 + (n[0] * n[1]) % 4
            if new < best.get(n, 1 << 60):
                best[n] = new
                heapq.heappush(heap, (new, n))
    return best


def components(edges, nodes):
    parent = {n: n for n in nodes}

    def root(n):
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in edges:
        parent[root(a)] = root(b)
    groups = {}
    for n in nodes:
        groups.setdefault(root(n), []).append(n)
    return sorted(map(len, groups.values()), reverse=True)


def life(cells, steps):
    for _ in range(steps):
        counts = {}
        for x, y in cells:
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if dx or dy:
                        counts[x + dx, y + dy] = counts.get((x + dx, y + dy), 0) + 1
        cells = {c for c, n in counts.items() if n == 3 or (n == 2 and c in cells)}
    return cells


def order(graph):
    waiting = {n: set(before) for n, before in graph.items()}
    found = []
    while waiting:
        ready = sorted(n for n, before in waiting.items() if not before)
        found += ready
        for n in ready:
            del waiting[n]
        done = set(ready)
        for before in waiting.values():
            before -= done
    return found


cells = grid(90, 80)
distance = breadth_first((1, 1), cells)
print(len(cells), len(distance), max(distance.values()), sum(cheapest((1, 1), cells).values()))
print(components([((x, y), (x + 1, y)) for x, y in cells if (x + 1, y) in cells and y % 3], cells)[:5])
print(len(life(grid(40, 30), 12)))
graph = {i: [j for j in range(max(0, i - 9), i) if (i * j) % 3 == 0] for i in range(400)}
print(order(graph)[:10], len(order(graph)))
