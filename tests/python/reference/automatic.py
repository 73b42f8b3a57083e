"""5,000 balanced allocations start no collection, 5,000 kept ones do."""
import gc
gc.collect()
runs = []
gc.callbacks.append(lambda phase, info: runs.append(info["generation"]) if phase == "start" else None)
for i in range(5000):
    x = []
    del x
print(len(runs))                    # expect: 0
kept = [[] for i in range(5000)]
print(len(runs) > 0, 0 in runs)
gc.callbacks.clear()
