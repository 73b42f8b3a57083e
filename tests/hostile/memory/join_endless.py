from itertools import repeat
''.join(repeat('abc'))
