"""Matrix products, queens on a board, permutations with flips, a spectral norm."""


def product(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def product_plain(a, b):
    n, m, k = len(a), len(b[0]), len(b)
    result = [[0.0] * m for _ in range(n)]
    for i in range(n):
        row, out = a[i], result[i]
        for j in range(m):
            total = 0.0
            for x in range(k):
                total += row[x] * b[x][j]
            out[j] = total
    return result


def queens(n, row=0, columns=frozenset(), up=frozenset(), down=frozenset()):
    if row == n:
        return 1
    return sum(queens(n, row + 1, columns | {c}, up | {row + c}, down | {row - c})
               for c in range(n) if c not in columns and row + c not in up and row - c not in down)


def queens_bits(n, columns=0, up=0, down=0):
    full = (1 << n) - 1
    if columns == full:
        return 1
    found, free = 0, full & ~(columns | up | down)
    while free:
        bit = free & -free
        free ^= bit
        found += queens_bits(n, columns | bit, (up | bit) << 1 & full, (down | bit) >> 1)
    return found


def most_flips(n):
    numbers, counts, most, sign, check = list(range(n)), list(range(1, n + 1)), 0, 1, 0
    while True:
        if numbers[0]:
            deck, flips = numbers[:], 0
            while deck[0]:
                k = deck[0] + 1
                deck[:k] = deck[:k][::-1]
                flips += 1
            most = max(most, flips)
            check += sign * flips
        if sign > 0:
            numbers[0], numbers[1] = numbers[1], numbers[0]
        else:
            numbers[1], numbers[2] = numbers[2], numbers[1]
            for i in range(2, n):
                if counts[i] != 1:
                    counts[i] -= 1
                    break
                counts[i] = i + 1
                if i == n - 1:
                    return check, most
                numbers.insert(i + 1, numbers.pop(0))
        sign = -sign


def spectral_norm(n):
    def entry(i, j):
        return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)

    def times(v):
        return [sum(entry(i, j) * x for j, x in enumerate(v)) for i in range(n)]

    def times_transposed(v):
        return [sum(entry(j, i) * x for j, x in enumerate(v)) for i in range(n)]

    u = [1.0] * n
    for _ in range(4):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    return (sum(a * b for a, b in zip(u, v)) / sum(b * b for b in v)) ** 0.5


a = [[(i * 7 + j) % 11 / 3 for j in range(56)] for i in range(56)]
print(sum(map(sum, product(a, a))), product(a, a) == product_plain(a, a))
print(queens(7), queens_bits(8), most_flips(7), f"{spectral_norm(48):.9f}")
