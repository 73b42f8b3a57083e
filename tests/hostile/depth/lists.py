# memory-limit=1G
x = []
for i in range(10**7):
    x = [x]
del x
