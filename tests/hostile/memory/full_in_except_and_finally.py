def f():
    kept = []
    try:
        try:
            while True:
                kept.append('%d' % len(kept))
        except MemoryError:
            while True:
                kept.append([1])
        finally:
            while True:
                kept.append((kept,))
    except MemoryError as e:
        assert e.__context__ is None or isinstance(e.__context__, MemoryError)
f()
