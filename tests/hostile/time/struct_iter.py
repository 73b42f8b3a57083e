import struct
b = bytes(10**7)
while True:
    for x in struct.iter_unpack('b', b): pass
