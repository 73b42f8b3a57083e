from itertools import repeat
b''.join(repeat(b''))
