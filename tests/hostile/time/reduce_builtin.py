from functools import reduce
from itertools import repeat
from operator import or_
reduce(or_, repeat(1))
