{float(2**i) for i in range(1000)} | {i / 2**40 for i in range(10000)}
