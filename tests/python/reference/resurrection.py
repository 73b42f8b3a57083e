"""__del__ may bring its object back; it runs once."""
import gc

kept = []


class Phoenix:
    def __del__(self):
        print("__del__")
        kept.append(self)


Phoenix()
print(len(kept))
kept.clear()
print("gone for good")

bird = Phoenix()
bird.me = bird
del bird
print("collect")
gc.collect()
print(len(kept), gc.is_finalized(kept[0]))
kept[0].me = None
kept.clear()
print("end")
