from deep import probe
e = ValueError(1)
for i in range(10**5):
    e = ExceptionGroup('g', [e])
for f in (lambda: e.split(ValueError), lambda: e.subgroup(lambda x: False), lambda: e.derive([e])):
    try:
        f()
    except RecursionError:
        pass
probe(e)
try:
    raise e
except* ValueError:
    pass
