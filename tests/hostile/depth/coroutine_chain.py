import types
@types.coroutine
def wait():
    yield 1
async def f(c):
    await c
c = wait()
for i in range(10**5):
    c = f(c)
try:
    c.send(None)
except RecursionError:
    pass
try:
    c.close()
except (RecursionError, RuntimeError):
    pass
del c
