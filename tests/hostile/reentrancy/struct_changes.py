import struct
class I:
    def __index__(self):
        b.clear()
        return 1
b = bytearray(100)
try:
    struct.pack_into('iiii', b, 0, I(), 2, 3, 4)
except (BufferError, struct.error):
    pass
try:
    struct.pack_into('i', b, I(), 2)
except (BufferError, struct.error):
    pass
it = struct.iter_unpack('i', b)
try:
    b.clear()
except BufferError:
    pass
list(it)
