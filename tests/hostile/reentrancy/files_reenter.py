import io
class R(io.RawIOBase):
    def readable(self): return True
    def writable(self): return True
    def readinto(self, b):
        try:
            f.close() if kind == 0 else f.read() if kind == 1 else f.seek(0) if kind == 2 else f.detach()
        except (ValueError, RuntimeError, RecursionError, OSError):
            pass
        n[0] += 1
        return 0 if n[0] > 5 else len(b)
    def write(self, b):
        try:
            f.close() if kind == 0 else f.write(b'abc') if kind == 1 else f.flush() if kind == 2 else f.detach()
        except (ValueError, RuntimeError, RecursionError, OSError):
            pass
        return len(b)
    def seekable(self): return True
    def seek(self, *a): return 0
    def tell(self): return 0
for kind in range(4):
    for make in (io.BufferedReader, io.BufferedWriter, io.BufferedRandom):
        for use in (lambda: f.read(), lambda: f.read(10), lambda: f.readline(), lambda: list(f), lambda: f.write(b'x' * 20000), lambda: f.flush(), lambda: f.close(),
                    lambda: f.seek(5), lambda: f.readinto(bytearray(20000)), lambda: f.peek()):
            n = [0]
            f = make(R())
            try:
                use()
            except (ValueError, RuntimeError, OSError, AttributeError, io.UnsupportedOperation, RecursionError):
                pass
            try:
                f.close()
            except (ValueError, RuntimeError, OSError):
                pass
