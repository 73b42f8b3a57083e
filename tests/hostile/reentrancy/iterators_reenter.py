import itertools
class It:
    def __iter__(self): return self
    def __next__(self):
        n[0] += 1
        if n[0] > 20: raise StopIteration
        try:
            next(holder[0])
        except (ValueError, RuntimeError, RecursionError, TypeError):
            pass
        return n[0]
for make in (lambda i: map(abs, i), lambda i: filter(None, i), zip, enumerate, itertools.chain, itertools.cycle, lambda i: itertools.islice(i, 10),
             lambda i: itertools.takewhile(bool, i), itertools.accumulate, itertools.groupby, lambda i: itertools.tee(i)[0], itertools.pairwise,
             lambda i: itertools.zip_longest(i, i), lambda i: itertools.compress(i, i), lambda i: itertools.chain.from_iterable(map(lambda x: [x], i)), itertools.starmap if False else iter):
    n = [0]
    holder = [None]
    holder[0] = make(It())
    try:
        list(holder[0])
    except (RuntimeError, RecursionError, TypeError):
        pass
    holder.clear()
