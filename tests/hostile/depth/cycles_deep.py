import gc
a = []
first = a
for i in range(10**6):
    a = [a]
first.append(a)
del a, first
gc.collect()
