b = bytes(10**7)
while True:
    b.hex('-')
