range(10**18).index(2.5)
