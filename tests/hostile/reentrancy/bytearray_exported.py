b = bytearray(b'abc' * 100)
m = memoryview(b)
for f in (lambda: b.clear(), lambda: b.extend(b'x' * 1000), lambda: b.pop(), lambda: b.append(1), lambda: b.__init__(), lambda: b.__imul__(3), lambda: b.__delitem__(slice(5)),
          lambda: b.__setitem__(slice(0, 5), b''), lambda: b.insert(0, 1), lambda: b.remove(97)):
    try:
        f()
    except BufferError:
        pass
    else:
        assert False
assert b == b'abc' * 100 and m[5] == 99
def g():
    m.release()
    b.clear()
    yield 1
m[0:1] = bytes([1])
class I:
    def __index__(self):
        m.release()
        b.clear()
        b.extend(bytes(100000))
        return 3
def item(): m[I()] = 5
def value(): m[3] = I()
def slices(): m[I():I()] = b''
for f in (lambda: m[I()], item, value, slices, lambda: m[I():I()], lambda: m.cast('B', [I()]), lambda: m.hex(':', I())):
    b = bytearray(bytes(50))
    m = memoryview(b)
    try:
        f()
    except (ValueError, IndexError, TypeError, BufferError):
        pass
