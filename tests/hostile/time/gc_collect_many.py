x = [[] for i in range(3 * 10**5)]
import gc
while True:
    gc.collect()
