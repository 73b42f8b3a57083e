# Tracing, and looking at the heap.
import tracemalloc, _ouro
# refused from here
tracemalloc.start(4)
def f(n): return [str(n)] if n < 2 else f(n - 1)
x = [f(i) for i in range(4)]
tracemalloc.get_object_traceback(x[3])
rows = tracemalloc._get_traces()
assert rows
del rows
tracemalloc.clear_traces()
y = [bytearray(i * 1000) for i in range(20)]
y[3].extend(b"1" * 100)
tracemalloc.stop()
_ouro.why(x, 0)
_ouro.walk(list)
_ouro.limit()
_ouro.pauses()
