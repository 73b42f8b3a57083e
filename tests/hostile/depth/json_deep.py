import json
for text in ('[' * 10**5, '{"a":' * 10**5, '[' * 10**5 + ']' * 10**5):
    try:
        json.loads(text)
    except (RecursionError, ValueError):
        pass
x = []
for i in range(10**5):
    x = [x]
try:
    json.dumps(x)
except (RecursionError, ValueError):
    pass
