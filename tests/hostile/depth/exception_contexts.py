from deep import probe
e = None
for i in range(3 * 10**5):
    n = ValueError(i)
    n.__context__ = e
    e = n
try:
    raise e
except ValueError as f:
    probe(f)
import traceback
try:
    traceback.format_exception(e)
except RecursionError:
    pass
