# bytes, bytearray and memoryview.
def check():
    b = bytes(range(64)) * 2
    assert b.hex(":").count(":") == 127 and bytes.fromhex("00 01 ff") == b"\x00\x01\xff" and b[::2][::-1]
    assert b.replace(b"\x01", b"abc").count(b"abc") == 2 and b.split(b" ") and b" ".join([b"a", b"b"]) == b"a b"
    assert b.find(b"A") < 0 and b.partition(b"\x05")[0] and b"Abc".upper().lower().title() and repr(b)
    assert b"%d-%s-%a" % (5, b"x", "é") and b"a\nb".splitlines() and b"x".center(30, b".") and b.translate(bytes(256), b"a")
    a = bytearray(b"start")
    for i in range(60):
        a += b"%d" % i
        a.append(i)
    a.extend(range(5))
    a[3:9] = b"replaced by more"
    del a[::4]
    a.insert(2, 7)
    a.reverse()
    assert a.pop() and a.copy() == a and bytes(a) + b"x" and a * 2 and a.decode("latin-1") and repr(a)
    m = memoryview(a)
    m[1:3] = b"zz"
    assert m[1:3] == b"zz" and m.tolist()[1] == 122 and m[::2].tobytes() and m.cast("B").nbytes == len(a)
    try:
        a.append(1)
        assert False
    except BufferError:
        pass
    m.release()
    a.clear()
    assert int.from_bytes((10 ** 30).to_bytes(16, "big"), "big") == 10 ** 30


check()
