import re
while True:
    re.findall('(x+x+)+y', 'x' * 5000)
