import codecs
def search(name):
    codecs.register(search2)
    return None
def search2(name): return None
codecs.register(search)
try:
    'a'.encode('hostile_nothing')
except LookupError:
    pass
codecs.unregister(search)
codecs.unregister(search2)
def handler(e):
    codecs.register_error('hostile', lambda e: ('?', len(e.object)))
    e.object = b'' if isinstance(e.object, bytes) else ''
    e.start, e.end = 10**9, -5
    return ('?', e.end)
for i in range(3):
    codecs.register_error('hostile', handler)
    for f in (lambda: 'a\u20acb'.encode('ascii', 'hostile'), lambda: b'a\xff\xfeb'.decode('ascii', 'hostile'), lambda: b'a\xff\xfeb'.decode('utf-8', 'hostile'),
              lambda: 'a\udc80'.encode('utf-8', 'hostile'), lambda: b'\\x'.decode('unicode-escape', 'hostile'), lambda: b'\xd8\x00'.decode('utf-16-be', 'hostile'),
              lambda: b'+a\xff-'.decode('utf-7', 'hostile')):
        try:
            f()
        except (TypeError, IndexError, UnicodeError):
            pass
