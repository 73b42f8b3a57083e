while True:
    try:
        while True: pass
    except BaseException:
        continue
    finally:
        while True: pass
