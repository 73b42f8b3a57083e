import base64
b = bytes(10**7)
while True:
    base64.b64encode(b)
