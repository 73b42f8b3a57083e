e = None
for i in range(3 * 10**5):
    n = KeyError(i)
    n.__cause__ = e
    e = n
raise e
