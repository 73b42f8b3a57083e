import io
for make, one in ((io.StringIO, 'x'), (io.BytesIO, b'x')):
    f = make()
    f.seek(10**11)
    try:
        f.write(one)
    except (MemoryError, OverflowError):
        pass
    else:
        assert False
    f.seek(0)
    assert f.read() in ('', b'')
    try:
        while True:
            f.write(one * 100000)
    except MemoryError:
        pass
