import re
re.match(r'(a*)*\1*\1*\1*b', 'a' * 200)
