a = memoryview(bytes(10**7)).cast('b')
b = memoryview(bytes(10**7)).cast('B')
while True:
    a == b
    a.tolist()
