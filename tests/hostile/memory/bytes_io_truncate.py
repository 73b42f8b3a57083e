import io
f = io.BytesIO(b'abc')
for n in (10**12, 2**62):
    f.truncate(n)
    f.seek(n)
    try:
        f.write(b'1')
    except (MemoryError, OverflowError):
        pass
assert f.getvalue()[:3] == b'abc'
