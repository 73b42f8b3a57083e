import hashlib
b = bytes(10**7)
while True:
    hashlib.sha256(b)
