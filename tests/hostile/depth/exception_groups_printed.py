e = ValueError(1)
for i in range(3000):
    e = ExceptionGroup('g', [e])
raise e
