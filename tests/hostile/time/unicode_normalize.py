import unicodedata
s = 'a\u0301\u0302' * 10**6
while True:
    unicodedata.normalize('NFC', s)
