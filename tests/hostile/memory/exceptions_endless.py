kept = []
while True:
    try:
        raise ValueError(kept)
    except ValueError as e:
        kept.append(e)
