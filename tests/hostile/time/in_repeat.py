from itertools import repeat
1 in repeat(0)
