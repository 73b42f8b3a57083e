import time
def attempt(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as e:
        print(type(e).__name__, e)
T = (2020, 1, 2, 3, 4, 5, 3, 2, 0)
attempt(time.asctime, T); attempt(time.asctime, 5); attempt(time.asctime, (1, 2)); attempt(time.asctime, (2020,) + ('a',) * 8)
for t in [(2020, 13, 1, 1, 1, 1, 1, 1, 1), (2020, 0, 0, 0, 0, 0, 0, 0, 0), (2020, 1, 32, 0, 0, 0, 0, 0, 0), (2020, 1, 1, 24, 0, 0, 0, 0, 0), (2020, 1, 1, 0, 60, 0, 0, 0, 0), (2020, 1, 1, 0, 0, 62, 0, 0, 0), (2020, 1, 1, 0, 0, 0, -2, 0, 0), (2020, 1, 1, 0, 0, 0, -1, 0, 0), (2020, 1, 1, 0, 0, 0, 9, 0, 0), (2020, 1, 1, 0, 0, 0, 0, 367, 0), (2020, 1, 1, 0, 0, 0, 0, -1, 0), (-5, 1, 1, 0, 0, 0, 0, 0, 0), (2**40, 1, 1, 0, 0, 0, 0, 0, 0), (12345678, 1, 1, 0, 0, 0, 0, 0, 0)]:
    attempt(time.asctime, t)
    attempt(time.strftime, '%Y %m %d', t)
for f in ('%Y-%m-%d %H:%M:%S %j %a %A %b %B %p %Z', '', '%', 'é%Y€', 'a\0b', 5, '%c', '%x %X', '%U %W %w %y', '%%', '%e %I %n%t|'):
    attempt(time.strftime, f, T)
attempt(time.strftime, '%Y', 5); attempt(time.strftime, '%Y', (1, 2))
for s in (0, 1.9, -1.5, 10**9, 2**31, -2**31, float('nan'), 1e30, 10**30, 10**18, 'a', 1234567890.999):
    attempt(time.gmtime, s)
    if s not in (10**18,):
        attempt(time.ctime, s)
t = time.gmtime(1234567890)
print(t, t[0], t.tm_year, t[:3], len(t), tuple(t), t.tm_zone, t.tm_gmtoff, t == tuple(t), isinstance(t, tuple), time.asctime(t), time.strftime('%Y-%m-%dT%H:%M:%S', t), time.mktime(time.localtime(1234567890)))
attempt(time.mktime, T); attempt(time.mktime, 5); attempt(time.mktime, (2**31,) + T[1:])
attempt(time.sleep, -1); attempt(time.sleep, 'a'); attempt(time.sleep, float('nan')); attempt(time.sleep, 10**30); attempt(time.sleep, None); attempt(time.sleep, 0); attempt(time.sleep, 0.001)
for c in ('time', 'monotonic', 'perf_counter', 'process_time', 'thread_time', 'x', 5):
    attempt(time.get_clock_info, c)
attempt(time.struct_time, range(9)); attempt(time.struct_time, range(11)); attempt(time.struct_time, range(12)); attempt(time.struct_time, (1,))
attempt(time.clock_gettime, 'a'); attempt(time.clock_gettime, 1000); attempt(time.clock_getres, 1)
a, b = time.monotonic(), time.monotonic()
print(a <= b, time.time() > 1e9, time.time_ns() > 10**18, type(time.perf_counter()), type(time.perf_counter_ns()), time.process_time() >= 0, time.thread_time() >= 0)
x = time.monotonic(); time.sleep(0.02); print(0.02 <= time.monotonic() - x < 2)
print(time.tzname, time.timezone, time.altzone, time.daylight)
print([n for n in dir(time) if not n.startswith('_')])
