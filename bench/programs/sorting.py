def numbers(n):
    x = 99
    for i in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) % 18446744073709551616
        yield x >> 40


data = list(numbers(120000))
print(sorted(data)[:3], sorted(data, reverse=True)[:3])
records = [(n % 100, str(n), n) for n in data[:60000]]
records.sort(key=lambda r: (r[0], r[1]))
print(records[0], records[-1])
texts = sorted((str(n) for n in data[:60000]), key=len)
print(texts[0], texts[-1])


def quick(items):
    if len(items) <= 1:
        return items
    pivot = items[len(items) // 2]
    return quick([x for x in items if x < pivot]) + [x for x in items if x == pivot] + \
        quick([x for x in items if x > pivot])


print(quick(data[:40000])[:5])
