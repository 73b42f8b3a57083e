"""Words of a made-up text: counted, grouped, sorted, and set as a table."""
from collections import Counter, defaultdict

SYLLABLES = "ka lo mi ne ru sa to vi xe zu".split()


def make_text(words):
    state, lines, line = 12345, [], []
    for _ in range(words):
        state = (state * 1103515245 + 12345) % 2147483648
        line.append(SYLLABLES[state % 10] + SYLLABLES[state // 100 % 10] + SYLLABLES[state // 10000 % 4] * (state // 70000 % 2))
        if len(line) == 12:
            lines.append(" ".join(line).capitalize() + ".")
            line = []
    return "\n".join(lines)


def counts_of(text):
    counts = {}
    for line in text.splitlines():
        for word in line.lower().rstrip(".").split():
            counts[word] = counts.get(word, 0) + 1
    return counts


def places_of(text):
    places = defaultdict(list)
    for number, line in enumerate(text.splitlines(), 1):
        for word in line.split():
            places[word.strip(".,").lower()].append(number)
    return places


text = make_text(40000)
for _ in range(3):
    counts = counts_of(text)
    places = places_of(text)
    letters = Counter(text)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    by_length = {}
    for word in counts:
        by_length.setdefault(len(word), set()).add(word)
    table = "\n".join(f"{word:<10}{count:>6}{places[word][0]:>6}" for word, count in ranked)
print(len(text), len(counts), ranked[:3], letters.most_common(3), sorted((k, len(v)) for k, v in by_length.items()))
print(table[:70])
