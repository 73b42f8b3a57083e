"""Streams in memory: pickled and copied; decoders of newlines with their state; errors of closing."""
import copy
import io
import pickle

b = io.BytesIO(b"some bytes")
b.seek(4)
b.extra = 1
for again in (pickle.loads(pickle.dumps(b)), copy.copy(b)):
    print(again.getvalue(), again.tell(), again.extra, again.__getstate__())
s = io.StringIO("line\r\nsecond\n", newline="")
s.read(3)
again = pickle.loads(pickle.dumps(s))
print(repr(again.getvalue()), again.tell(), again.__getstate__())
for state in [(b"x", -1, None), ("t", 0, None), (b"", 0.0, None), (b"", 0, 0), (b"", 0), 0]:
    try:
        print(io.BytesIO().__setstate__(state))
    except Exception as e:
        print(type(e).__name__, e)
for state in [("x", "", -1, None), (b"t", "", 0, None), ("", "f", 0, None), ("", "", 0, 0), ("", 0)]:
    try:
        print(io.StringIO().__setstate__(state))
    except Exception as e:
        print(type(e).__name__, e)

d = io.IncrementalNewlineDecoder(None, translate=True)
print([d.decode(t) for t in ("a\r", "", "\nb", "\r", "c")], d.newlines, d.getstate())
d.setstate((b"", 1))
print(repr(d.decode("\nx")), d.getstate())


class Raw(io.RawIOBase):
    def writable(self):
        return True

    def readable(self):
        return True

    def write(self, b):
        raise OSError("write fails")

    def close(self):
        super().close()
        raise OSError("close fails")


w = io.BufferedWriter(Raw())
w.write(b"abc")
try:
    w.close()
except OSError as e:
    print(e, "after", e.__context__)
print(w.closed, repr(w))
