"""Lines of a log written in several styles, then taken apart with expressions and summed up."""
import re

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LINE = re.compile(r"^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d),(\d{3}) \[(\w+)\] (\w+(?:\.\w+)*): (.*)$")
PAIR = re.compile(r'(\w+)=("[^"]*"|\S+)')
ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")


class Record:
    def __init__(self, number, level, source, message):
        self.number, self.level, self.source, self.message = number, level, source, message

    def stamp(self):
        s = self.number * 37 % 86400
        return "%04d-%02d-%02d %02d:%02d:%02d,%03d" % (2024, 1 + self.number % 12, 1 + self.number % 28,
                                                       s // 3600, s // 60 % 60, s % 60, self.number % 1000)

    def __str__(self):
        return f"{self.stamp()} [{self.level}] {self.source}: {self.message}"


def records(count):
    for i in range(count):
        message = "request {} from 10.{}.{}.{} took={:.2f} user=\"u {}\" path=/a/{}".format(
            i, i % 256, i * 3 % 256, i * 7 % 256, i % 97 / 7, i % 13, "x" * (i % 9))
        yield Record(i, LEVELS[i * i % 4], "app.part%d" % (i % 5), message)


def summary(lines):
    levels, sources, addresses, took = {}, {}, set(), 0.0
    for line in lines:
        m = LINE.match(line)
        if not m:
            continue
        level, source, message = m.group(8, 9, 10)
        levels[level] = levels.get(level, 0) + 1
        sources.setdefault(source, []).append(int(m.group(4)))
        pairs = dict(PAIR.findall(message))
        took += float(pairs["took"])
        addresses.update(ADDRESS.findall(message))
    return levels, {k: sum(v) for k, v in sorted(sources.items())}, len(addresses), round(took, 2)


lines = [str(r) for r in records(4000)]
print(summary(lines))
hidden = [ADDRESS.sub("-", line) for line in lines]
print(len("\n".join(hidden)), hidden[7])
print(len(re.findall(r"u \d+", "\n".join(lines))), len(re.split(r"[ ,=]+", "\n".join(lines[:1500]))))
