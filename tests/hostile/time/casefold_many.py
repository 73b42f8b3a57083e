s = '\xdfA' * 10**6
while True:
    s.upper(); s.casefold(); s.title(); s.swapcase()
