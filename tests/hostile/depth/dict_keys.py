from deep import chain, probe
x = ()
for i in range(100000):
    try:
        x = (x, i)
        if i % 1000 == 0:
            {x: i}
    except RecursionError:
        pass
