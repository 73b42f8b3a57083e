import codecs
codecs.register_error('hostile_grow', lambda e: ('x' * 10**6, e.end))
codecs.register_error('hostile_stay', lambda e: ('', e.start))
for f in (lambda: ('\u20aca' * 10**4).encode('ascii', 'hostile_grow'), lambda: (b'\xffa' * 10**4).decode('utf-8', 'hostile_grow')):
    try:
        f()
    except MemoryError:
        pass
    else:
        assert False
