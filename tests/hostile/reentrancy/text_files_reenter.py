import io
class B(io.BytesIO):
    def read1(self, n=-1):
        use(0)
        return b'abc\n'
    read = read1
    def write(self, b):
        use(1)
        return len(b)
def use(n):
    count[0] += 1
    if count[0] > 20: raise OSError
    try:
        f.read(3) if kind == 0 else f.write('abc' * 5000) if kind == 1 else f.close() if kind == 2 else f.seek(0) if kind == 3 else f.reconfigure(encoding='ascii')
    except (ValueError, OSError, RuntimeError, RecursionError):
        pass
for kind in range(5):
    for action in (lambda: f.read(), lambda: f.readline(), lambda: f.write('x' * 50000), lambda: f.flush(), lambda: next(f), lambda: f.tell()):
        count = [0]
        f = io.TextIOWrapper(B())
        try:
            action()
        except (ValueError, OSError, RuntimeError, StopIteration, RecursionError):
            pass
        count = [0]
        try:
            f.close()
        except (ValueError, OSError, RuntimeError):
            pass
class N(io.StringIO):
    pass
s = io.StringIO('abc\n' * 100)
for line in s:
    s.truncate(0)
    s.close()
    break
b = io.BytesIO(b'abc' * 100)
v = b.getbuffer()
try:
    b.write(b'x' * 1000)
except BufferError:
    pass
try:
    b.close()
except BufferError:
    pass
