"""zlib: whole data, streams in pieces, sums, dictionaries and messages."""
import gzip
import io
import zlib


def shown(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


data = b"".join(b"line %d of the text\n" % (i * i % 97) for i in range(3000))
for level in range(-1, 10):
    for bits in (15, -15, 31, 9, -9):
        packed = zlib.compress(data, level, bits)
        print(level, bits, len(packed), zlib.crc32(packed), zlib.decompress(packed, bits) == data)
for bad in (b"", b"x", zlib.compress(data)[:-5], zlib.compress(data)[:-1] + b"x", b"\x78\x9c" + b"\xff" * 20):
    print(shown(zlib.decompress, bad))
print(shown(zlib.compress, data, 77), shown(zlib.compress, "text"), shown(zlib.compressobj, 77), shown(zlib.decompressobj, 77))
print(zlib.crc32(b"abc"), zlib.crc32(b"c", zlib.crc32(b"ab")), zlib.adler32(b"abc"), zlib.adler32(b"", -1), zlib.crc32(b"x", 2 ** 40 + 5))

c = zlib.compressobj(9, zdict=b"of the text")
pieces = [c.compress(data[i:i + 1000]) for i in range(0, len(data), 1000)]
twin = c.copy()
packed = b"".join(pieces) + c.flush()
print(len(packed), packed == b"".join(pieces) + twin.flush(), shown(c.compress, b"x"), shown(c.copy))
print(shown(zlib.decompress, packed), shown(zlib.decompressobj(zdict=b"wrong").decompress, packed))
d = zlib.decompressobj(zdict=b"of the text")
out = b""
rest = packed + b"behind"
while not d.eof:
    out += d.decompress(rest, 500)
    rest = d.unconsumed_tail
print(out == data, d.unused_data, d.unconsumed_tail, d.eof, d.flush(), shown(d.decompress, b"more"), d.unused_data)
d = zlib.decompressobj()
print(len(d.decompress(zlib.compress(data), 10)), len(d.flush()), shown(d.flush, 0), shown(d.decompress, b"", -1))
c = zlib.compressobj()
print([c.compress(b"abc"), c.flush(zlib.Z_SYNC_FLUSH), c.flush(zlib.Z_NO_FLUSH), c.compress(b"d"), c.flush()])

raw = io.BytesIO()
with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as f:
    f.write(data)
print(len(raw.getvalue()), gzip.decompress(raw.getvalue()) == data, shown(gzip.decompress, raw.getvalue()[:-3]))
