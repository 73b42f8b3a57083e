from deep import chain, probe
probe(chain(lambda x: list[x], int, 10**5))
x = int
try:
    for i in range(14):
        x = x | list[x]
except RecursionError:
    pass
