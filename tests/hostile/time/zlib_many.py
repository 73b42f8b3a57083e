import zlib
b = bytes(10**7)
while True:
    zlib.compress(b)
    zlib.crc32(b)
