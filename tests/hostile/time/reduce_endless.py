from functools import reduce
from itertools import repeat
reduce(lambda x, y: 0, repeat(1))
