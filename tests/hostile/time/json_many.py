import json
x = [{'a': [1, 2.5, None]}] * 10000
while True:
    json.loads(json.dumps(x))
