# alone
import gc
def forever(phase, info):
    while True: pass
gc.callbacks.append(forever)
try:
    gc.collect()
finally:
    gc.callbacks.clear()
