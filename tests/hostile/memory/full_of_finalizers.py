class F:
    def __init__(self): self.me = self
    def __del__(self): count[0] += 1
count = [0]
for i in range(200000):
    F()
import gc
gc.collect()
assert count[0] == 200000
