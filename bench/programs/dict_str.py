def words(n):
    syllables = ["ka", "lo", "mi", "ne", "pu", "ra", "so", "ti", "vu", "xe"]
    x = 7
    for i in range(n):
        x = (x * 1103515245 + 12345) % 2147483648
        yield syllables[x % 10] + syllables[x // 10 % 10] + syllables[x // 100 % 10]


counts = {}
for word in words(500000):
    counts[word] = counts.get(word, 0) + 1
print(len(counts), max(counts.values()))
groups = {}
for word, count in counts.items():
    groups.setdefault(word[:2], []).append((count, word))
print(sorted((len(v), k) for k, v in groups.items())[:3])
text = " ".join(sorted(counts))
print(len(text), text.count("ka"), text.upper().find("TITI"))
index = {}
for place, word in enumerate(text.split()):
    for letter in word:
        index.setdefault(letter, set()).add(place)
print({k: len(v) for k, v in sorted(index.items())})
table = {i: str(i) for i in range(100000)}
print(sum(len(table[i]) for i in range(0, 100000, 3)))
