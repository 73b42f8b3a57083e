import re
x = bytearray(b'abc' * 100)
m = re.match(b'a', x)
try:
    x.clear()
except BufferError:
    pass
def sub(m):
    try:
        x.clear()
    except BufferError:
        pass
    return b'y'
re.sub(b'a', sub, x)
it = re.finditer(b'b', x)
try:
    x.clear()
except BufferError:
    pass
list(it)
class S(str):
    def __getitem__(self, i): return 5
    def __len__(self): return 10**9
re.findall('a', S('aaa')), re.split('a', S('bab')), re.sub('a', S('b'), S('aaa'))
re.sub('(a)', lambda m: re.sub('(b)', lambda n: m.group() + n.group(), 'bbb'), 'aaa')
