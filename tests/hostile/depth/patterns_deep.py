import re
for text in ('(' * 10**4 + ')' * 10**4, '(?:' * 5000 + 'a' + ')*' * 5000, 'a' + '*' * 100, '(a|' * 5000 + ')' * 5000, '[' * 10**5):
    try:
        re.compile(text)
    except (RecursionError, re.error, OverflowError, MemoryError):
        pass
try:
    re.match('(?:a|b)*c', 'ab' * 10**6)
    re.match('(a|b)*?c', 'ab' * 10**5)
except (RecursionError, MemoryError):
    pass
