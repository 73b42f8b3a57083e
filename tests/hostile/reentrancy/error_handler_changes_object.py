import codecs
class B(bytearray): pass
data = bytearray(b'abc\xff\xff\xffdef' * 100)
def handler(e):
    data.clear()
    return ('', e.end)
codecs.register_error('hostile_clear', handler)
for codec in ('utf-8', 'ascii', 'utf-16', 'utf-32', 'unicode-escape', 'utf-7'):
    data = bytearray(b'abc\xff\xff\xffdef\\' * 100)
    try:
        data.decode(codec, 'hostile_clear')
    except (BufferError, UnicodeError):
        pass
    data = bytearray(b'abc\xff\xff\xffdef' * 100)
    try:
        codecs.lookup(codec).decode(memoryview(data), 'hostile_clear')
    except (BufferError, UnicodeError, TypeError):
        pass
