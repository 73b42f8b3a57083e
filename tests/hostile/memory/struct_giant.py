import struct
for f in ('9999999999s', '%dx' % 2**62, '99999999999999999999999i', '%di' % (2**61), '1000000000d'):
    for call in (lambda: struct.pack(f), lambda: struct.calcsize(f), lambda: struct.unpack(f, b'')):
        try:
            call()
        except (struct.error, MemoryError, OverflowError):
            pass
