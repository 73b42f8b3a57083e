import binascii
b = bytes(2 * 10**7)
for f in (b.hex, lambda: binascii.hexlify(b), lambda: binascii.b2a_base64(b), lambda: repr(b), lambda: b.hex(':'), lambda: ascii(b)):
    try:
        f()
    except MemoryError:
        pass
