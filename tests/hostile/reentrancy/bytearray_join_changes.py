class B(bytearray): pass
parts = [bytearray(b'x' * 100) for i in range(50)]
class I:
    def __index__(self):
        parts.clear()
        return 1
class It:
    def __iter__(self):
        for p in parts:
            yield p
            p.clear()
b','.join(It())
parts = [b'abc'] * 5
class L(list):
    def __iter__(self):
        self.clear()
        return iter([b'x'] * 100)
b','.join(L([b'a'] * 5))
','.join(map(str, L([b'a'] * 5)))
bytearray().join(L([b'a'] * 5))
