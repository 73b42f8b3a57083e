import sys


class Countdown:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1


print(list(Countdown(5)))
for n in Countdown(3):
    print(n)


def squares(limit):
    for i in range(limit):
        yield i * i


print(sum(squares(10)))
generator = squares(3)
print(next(generator), next(generator), next(generator))
try:
    next(generator)
except StopIteration:
    print("exhausted")
whole = [i * i for i in range(100000)]
lazy = (i * i for i in range(100000))
print(sys.getsizeof(whole) > 100 * sys.getsizeof(lazy))     # expect: True
print(sum(whole) == sum(lazy))
