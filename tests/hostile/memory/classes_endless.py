class A: pass
while True:
    A = type('A' * 100, (A,), {'x': A})
