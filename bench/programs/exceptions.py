class Refused(Exception):
    pass


def check(n):
    if n % 3 == 0:
        raise Refused(n)
    if n % 5 == 0:
        raise ValueError("five")
    return n


def run(limit):
    good = refused = fives = finished = 0
    for n in range(limit):
        try:
            try:
                check(n)
                good += 1
            except Refused as e:
                refused += e.args[0] % 2
            finally:
                finished += 1
        except ValueError:
            fives += 1
    return good, refused, fives, finished


def deep(n):
    if n == 0:
        raise KeyError("bottom")
    deep(n - 1)


print(run(800000))
caught = 0
for i in range(8000):
    try:
        deep(20)
    except KeyError:
        caught += 1
print(caught)
