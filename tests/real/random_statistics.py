"""random (seeded) and statistics over the line lengths of a licence."""
import random
import statistics

lengths = [len(line) for line in open("/usr/share/common-licenses/GPL-2", encoding="utf-8")]
print(statistics.mean(lengths), statistics.median(lengths), statistics.pstdev(lengths), statistics.mode(lengths))
print(statistics.variance(lengths), statistics.quantiles(lengths, n=4), statistics.fmean(lengths), statistics.multimode("aabbc"))
print(statistics.linear_regression(range(10), [2 * i + 1 for i in range(10)]), statistics.correlation([1, 2, 3], [1, 2, 4]))
r = random.Random(2024)
print([r.random() for i in range(5)], r.randint(1, 100), r.choice(lengths), r.sample(range(1000), 8))
items = list(range(20))
r.shuffle(items)
print(items, r.gauss(0, 1), r.uniform(2, 3), r.choices("abc", weights=[5, 1, 1], k=10), r.getrandbits(100))
print(r.triangular(0, 10, 3), r.betavariate(2, 3), r.expovariate(1.5), r.gammavariate(2, 1), r.vonmisesvariate(0, 4))
random.seed("text")
print(random.random(), random.randrange(10, 1000, 7), random.getstate()[1][:3])
d = statistics.NormalDist(100, 15)
print(d.cdf(130), d.inv_cdf(0.9), d + 5, d.overlap(statistics.NormalDist(110, 15)))
from fractions import Fraction
from decimal import Decimal
print(statistics.mean([Fraction(1, 3), Fraction(1, 2)]), statistics.mean([Decimal("0.1"), Decimal("0.2")]))
