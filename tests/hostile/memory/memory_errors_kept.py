kept = []
held = []
for i in range(1000):
    try:
        'x' * 10**10
    except MemoryError as e:
        kept.append(e)
assert len(set(map(id, kept))) == 1000 or len(kept) == 1000
try:
    while True:
        held.append(bytearray(100))
except MemoryError as e:
    kept.append(e)
held.clear()
assert isinstance(kept[-1], MemoryError) and str(kept[-1]) == ''
