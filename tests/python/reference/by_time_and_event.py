"""Manual collection: when some time has passed, or when something happens."""
import gc
import time

gc.disable()
gc.collect()


def litter(n):
    for i in range(n):
        own = []
        own.append(own)


last, collected, rounds = time.monotonic() - 1, 0, 0
while rounds < 3:
    litter(5)
    if time.monotonic() - last >= 0.001:
        collected += gc.collect()
        last = time.monotonic()
        rounds += 1
litter(0)
gc.collect()
print(collected >= 15)


class Cache:
    def __init__(self):
        self.requests = 0

    def request(self):
        self.requests += 1
        litter(1)
        if self.requests % 10 == 0:
            print("event: collected", gc.collect())


cache = Cache()
for i in range(30):
    cache.request()
