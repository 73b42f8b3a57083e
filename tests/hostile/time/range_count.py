x = range(10**18)
x.count(1.5)
