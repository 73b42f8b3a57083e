from itertools import repeat
set(repeat(1))
