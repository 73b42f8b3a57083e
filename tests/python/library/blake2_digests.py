"""hashlib.blake2b and blake2s with every parameter; digests of the others by name."""
import hashlib


def shown(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
        return result.hexdigest() if hasattr(result, "hexdigest") else result
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for make in (hashlib.blake2b, hashlib.blake2s):
    print(make.SALT_SIZE, make.PERSON_SIZE, make.MAX_KEY_SIZE, make.MAX_DIGEST_SIZE)
    for size in (0, 1, 63, 64, 65, 127, 128, 129, 1000):
        data = bytes(i * 7 & 255 for i in range(size))
        print(size, shown(make, data), shown(make, data, digest_size=20, key=b"key", salt=b"salt", person=b"who"))
        pieces = make()
        for i in range(0, size, 13):
            pieces.update(data[i:i + 13])
        print(pieces.copy().hexdigest() == make(data).hexdigest(), pieces.name, pieces.digest_size, pieces.block_size)
    print(shown(make, b"leaf", fanout=2, depth=2, leaf_size=4096, node_offset=1, node_depth=0, inner_size=32, last_node=True))
    for wrong in (dict(digest_size=0), dict(digest_size=65), dict(key=b"x" * 65), dict(salt=b"x" * 17), dict(person=b"x" * 17), dict(fanout=-1),
                  dict(fanout=256), dict(depth=0), dict(leaf_size=-1), dict(leaf_size=2 ** 32), dict(node_offset=-1), dict(node_depth=256),
                  dict(inner_size=65), dict(key="x")):
        print(wrong, shown(make, **wrong))
    print(shown(make, "text"), shown(make, 1))
for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_512"):
    h = hashlib.new(name, b"abc")
    print(h.hexdigest(), h.name, h.digest_size, h.block_size)
print(hashlib.shake_128(b"abc").hexdigest(20))
