def fill():
    kept = []
    try:
        while True:
            kept.append([kept])
    except MemoryError:
        n = len(kept)
    return n
for i in range(3):
    assert fill() > 10000
