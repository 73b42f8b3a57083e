import gc
class A:
    def __init__(self): self.me = self
    def __del__(self):
        gc.collect()
        n[0] += 1
        if n[0] < 1000: A()
n = [0]
for i in range(10): A()
gc.collect()
gc.callbacks.append(lambda phase, info: gc.collect())
gc.callbacks.append(lambda phase, info: gc.callbacks.clear())
gc.collect()
gc.callbacks.clear()
