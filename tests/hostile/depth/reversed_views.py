from deep import chain, probe
x = {}
for i in range(10**5):
    x = {0: x}
    x = {0: x.values()}
probe(x)
