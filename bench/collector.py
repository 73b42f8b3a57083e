"""One figure about the collector; run by bench/collector under each interpreter.

    collector.py grow|churn|ring|full|self|steady COUNT

Prints `name value unit` lines.  The longest stop is time of this thread: Ouro's collector
measures it itself (ouro.pauses), for CPython gc.callbacks do.  Only collections that were
not asked for count.
"""
import gc
import sys
import time

try:
    import ouro
except ImportError:
    ouro = None

longest = started = 0


def note(phase, info):
    global longest, started
    if phase == "start":
        started = time.thread_time_ns()
    else:
        longest = max(longest, time.thread_time_ns() - started)


def watch():
    if ouro is None:
        gc.callbacks.append(note)


def longest_stop():
    return ouro.pauses().longest_ns if ouro is not None else longest


def say(name, value, unit):
    print(name, f"{value:.3f}", unit)


def seconds(function, *arguments):
    before = time.thread_time()
    result = function(*arguments)
    return time.thread_time() - before, result


def make(count):
    kept = []
    for i in range(count):
        kept.append([i])
    return kept


def churn(kept, rounds):
    """Every old object is replaced by and by, and there is garbage for the collector."""
    count = len(kept)
    for i in range(rounds):
        kept[i * 7919 % count] = cycle = [i]
        cycle.append([cycle])


class Node:
    __slots__ = ("next",)


def ring(count):
    first = last = Node()
    for _ in range(count - 1):
        node = Node()
        last.next = node
        last = node
    last.next = first
    return first


class Self:
    def __init__(self):
        self.me = self


def self_lists(count):
    for _ in range(count):
        cycle = []
        cycle.append(cycle)


def self_instances(count):
    for _ in range(count):
        Self()


def steady(kept, count):
    """Cycles of two that live for a while, beside what is kept."""
    young = [None] * 10000
    for i in range(count):
        a = [i]
        a.append([a])
        young[i % 10000] = a


def run_grow(count):
    watch()
    with_collector, kept = seconds(make, count)
    stop = longest_stop()
    del kept
    gc.disable()
    without, kept = seconds(make, count)
    say("cost of the collector, each kept container", (with_collector - without) / count * 1e9, "ns")
    say("longest stop while growing", stop / 1e6, "ms")


def run_churn(count):
    kept = make(count)
    watch()
    churn(kept, count)
    say("longest stop while churning", longest_stop() / 1e6, "ms")


def run_ring(count):
    kept = make(count // 10)
    first = ring(count)
    watch()
    del first
    freed = gc.get_stats()[2]["collected"] + count // 2
    made = 0
    while gc.get_stats()[2]["collected"] < freed and made < count * 5:
        kept.append([made])
        made += 1
    say("longest stop while a cycle of that many dies", longest_stop() / 1e6, "ms")


def run_full(count):
    kept = make(count)
    gc.collect()
    say("gc.collect(), each live container", seconds(gc.collect)[0] / count * 1e9, "ns")


def run_self(count):
    say("lists that hold themselves, each", seconds(self_lists, count)[0] / count * 1e9, "ns")
    say("instances that hold themselves, each", seconds(self_instances, count)[0] / count * 1e9, "ns")


def run_steady(count):
    kept = make(count)
    say("steady cyclic garbage", seconds(steady, kept, count)[0], "s")


globals()["run_" + sys.argv[1]](int(sys.argv[2]))
