# What a program sees of tracemalloc, without figures that an implementation is free to choose.
import tracemalloc
import linecache

print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit())
for wrong in (0, -1, 65536):
    try:
        tracemalloc.start(wrong)
    except ValueError as error:
        print(error)
tracemalloc.start(3)
tracemalloc.start(9)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())


def make(n):
    return [bytearray(1000 + i) for i in range(n)]


def outer(n):
    return make(n)


kept = outer(100)
current, peak = tracemalloc.get_traced_memory()
print(current >= 100_000, peak >= current)
trace = tracemalloc.get_object_traceback(kept[0])
print(len(trace), [(frame.filename == __file__, frame.lineno) for frame in trace])
print(tracemalloc.get_object_traceback(1), tracemalloc.get_object_traceback(print))

before = tracemalloc.take_snapshot()
more = outer(50)
after = tracemalloc.take_snapshot()
grown = [s for s in after.compare_to(before, "lineno") if s.traceback[0].filename == __file__]
print(grown[0].traceback[0].lineno, grown[0].size_diff >= 50_000, grown[0].count_diff >= 50)
print(after.traceback_limit)

mine = after.filter_traces([tracemalloc.Filter(True, __file__)])
print(len(mine.traces) > 0, {f.filename == __file__ for t in mine.traces for f in t.traceback[-1:]})
line = tracemalloc.Filter(True, __file__, lineno=18, all_frames=True)
print(all(any(f.lineno == 18 for f in t.traceback) for t in after.filter_traces([line]).traces))
print(len(after.filter_traces([tracemalloc.DomainFilter(False, 0)]).traces))
by_file = mine.statistics("filename")
print(len(by_file), by_file[0].count >= 150)
print(len(mine.statistics("traceback")) >= 2, len(mine.statistics("lineno", cumulative=True)) >= 2)

tracemalloc.reset_peak()
_, lower = tracemalloc.get_traced_memory()
print(lower <= peak + 200_000, tracemalloc.get_tracemalloc_memory() > 0)
big = bytearray(10**6)
del big
now, high = tracemalloc.get_traced_memory()
print(high - now >= 900_000)
kept[0].extend(b"x" * 5000)
print(tracemalloc.get_object_traceback(kept[0])[-1].lineno)
tracemalloc.clear_traces()
print(tracemalloc.get_object_traceback(kept[0]), tracemalloc.get_traced_memory()[0] < 10_000)


def deep(n):
    return deep(n - 1) if n else [object()]


tracemalloc.stop()
tracemalloc.start(200)
found = deep(100)
trace = tracemalloc.get_object_traceback(found[0])
print(len(trace), trace.total_nframe, {f.lineno for f in trace})
tracemalloc.stop()
print(tracemalloc._get_traces(), tracemalloc.get_object_traceback(found), tracemalloc.get_traced_memory())
try:
    tracemalloc.take_snapshot()
except RuntimeError as error:
    print(error)
