s = ''
for i in range(10**8):
    s = s + 'a'
    if len(s) > 10**6: s = ''
