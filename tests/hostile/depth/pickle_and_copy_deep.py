import copy, pickle, marshal
x = []
for i in range(10**5):
    x = [x]
for f in (copy.deepcopy, pickle.dumps, marshal.dumps, lambda x: pickle._dumps(x)):
    try:
        f(x)
    except (RecursionError, ValueError):
        pass
