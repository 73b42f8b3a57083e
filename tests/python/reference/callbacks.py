import gc
gc.collect()
gc.disable()
seen = []


def watch(phase, info):
    seen.append((phase, info["generation"], info["collected"], info["uncollectable"]))


gc.callbacks.append(watch)
own = []
own.append(own)
del own
gc.collect()
gc.collect(0)
gc.collect(1)
gc.callbacks.remove(watch)
gc.collect()
for row in seen:
    print(row)
