/* The module time: clocks, sleeping, and broken-down times.  Times are whole
 * nanoseconds inside; floats only at the border. */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/module.h"
#include "types/str.h"
#include "types/structseq.h"
#include "types/tuple.h"
#include "vm/vm.h"

enum { NANOSECONDS = 1000000000, FIELDS = 11, ITEMS = 9 };

typedef struct TimeState { Type *struct_time; } TimeState;

static Type *struct_time_type(Borrowed module) { return ((TimeState *)((Module *)module)->state)->struct_time; }

/* -- clocks */

static bool clock_read(Runtime *rt, clockid_t clock, int64_t *ns)
{
    struct timespec t;
    if (clock_gettime(clock, &t)) {
        raise_os_error(rt, errno, NULL);
        return false;
    }
    *ns = (int64_t)t.tv_sec * NANOSECONDS + t.tv_nsec;
    return true;
}

static Owned seconds_value(Runtime *rt, int64_t ns)
{
    return float_value(rt, ns % NANOSECONDS ? (double)ns / 1e9 : (double)(ns / NANOSECONDS));
}

#define TIME_CLOCK(name, clock) \
    static Owned time_##name(Runtime *rt, unused Borrowed self, unused const Value *args) \
    { \
        int64_t ns; \
        return clock_read(rt, clock, &ns) ? seconds_value(rt, ns) : NULL; \
    } \
    static Owned time_##name##_ns(Runtime *rt, unused Borrowed self, unused const Value *args) \
    { \
        int64_t ns; \
        return clock_read(rt, clock, &ns) ? int_from_int64(rt, ns) : NULL; \
    }
TIME_CLOCK(time, CLOCK_REALTIME)
TIME_CLOCK(monotonic, CLOCK_MONOTONIC)
TIME_CLOCK(perf_counter, CLOCK_MONOTONIC)
TIME_CLOCK(process_time, CLOCK_PROCESS_CPUTIME_ID)
TIME_CLOCK(thread_time, CLOCK_THREAD_CPUTIME_ID)

/* A C int, refused in the words of CPython's argument parser. */
static bool time_int(Runtime *rt, Borrowed v, int *out)
{
    int64_t wide = 0;
    if (!v)
        return true;
    if (!value_to_ssize(rt, v, &wide, rt->OverflowError))
        return false;
    if (wide != (int)wide)
        return raise(rt, rt->OverflowError, "signed integer is %s", wide < 0 ? "less than minimum" : "greater than maximum");
    *out = (int)wide;
    return true;
}

static Owned time_clock_gettime(Runtime *rt, unused Borrowed self, const Value *args)
{
    int clock = 0;
    int64_t ns;
    return time_int(rt, args[0], &clock) && clock_read(rt, clock, &ns) ? seconds_value(rt, ns) : NULL;
}

static Owned time_clock_gettime_ns(Runtime *rt, unused Borrowed self, const Value *args)
{
    int clock = 0;
    int64_t ns;
    return time_int(rt, args[0], &clock) && clock_read(rt, clock, &ns) ? int_from_int64(rt, ns) : NULL;
}

/* Of the calling thread only: any other number may be no thread at all. */
static Owned time_pthread_getcpuclockid(Runtime *rt, unused Borrowed self, const Value *args)
{
    uint64_t thread;
    clockid_t clock;
    Value number = value_index(rt, args[0]);
    bool fits = number && int_to_uint64(rt, number, &thread);
    release(rt, number);
    if (!fits)
        return NULL;
    int error = thread == (uint64_t)pthread_self() ? pthread_getcpuclockid((pthread_t)thread, &clock) : ESRCH;
    return error ? raise_os_error(rt, error, NULL) : small_int_value(clock);
}

static Owned time_clock_getres(Runtime *rt, unused Borrowed self, const Value *args)
{
    int clock = 0;
    struct timespec t;
    if (!time_int(rt, args[0], &clock))
        return NULL;
    if (clock_getres(clock, &t))
        return raise_os_error(rt, errno, NULL);
    return seconds_value(rt, (int64_t)t.tv_sec * NANOSECONDS + t.tv_nsec);
}

/* Seconds, int or float, as nanoseconds, rounded away from zero (sleep not too short). */
static bool seconds_argument(Runtime *rt, Borrowed v, int64_t *ns)
{
    int64_t seconds;
    if (value_is_float(v)) {
        double d = float_number(v);
        if (isnan(d))
            return raise(rt, rt->ValueError, "Invalid value NaN (not a number)");
        d *= 1e9;
        d = d >= 0 ? ceil(d) : floor(d);
        if (!(d >= -0x1p63 && d < 0x1p63))
            return raise_overflow(rt, "timestamp out of range for platform time_t");
        *ns = (int64_t)d;
        return true;
    }
    Value number = value_index(rt, v);
    if (!number)
        return false;
    bool fits = int_fits_int64(number) && int_to_int64(rt, number, &seconds) &&
                !__builtin_mul_overflow(seconds, (int64_t)NANOSECONDS, ns);
    release(rt, number);
    return fits || raise_overflow(rt, "timestamp too large to convert to C _PyTime_t");
}

static Owned time_clock_settime(Runtime *rt, unused Borrowed self, const Value *args)
{
    int clock = 0;
    int64_t ns;
    if (!time_int(rt, args[0], &clock) || !seconds_argument(rt, args[1], &ns))
        return NULL;
    struct timespec t = { ns / NANOSECONDS, ns % NANOSECONDS };
    return clock_settime(clock, &t) ? raise_os_error(rt, errno, NULL) : NONE;
}

static Owned time_clock_settime_ns(Runtime *rt, unused Borrowed self, const Value *args)
{
    int clock = 0;
    int64_t ns = 0;
    if (!time_int(rt, args[0], &clock) || !argument_index(rt, args[1], &ns))
        return NULL;
    struct timespec t = { ns / NANOSECONDS, ns % NANOSECONDS };
    return clock_settime(clock, &t) ? raise_os_error(rt, errno, NULL) : NONE;
}

/* Until a moment, not for a while: an interruption makes it no longer. */
static bool sleep_until(Runtime *rt, int64_t deadline)
{
    struct timespec t = { deadline / NANOSECONDS, deadline % NANOSECONDS };
    for (;;) {
        int error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
        if (error == 0)
            return true;
        if (error != EINTR)
            return raise_os_error(rt, error, NULL);
        if (!charge(rt, 1))
            return false;
    }
}

static Owned time_sleep(Runtime *rt, unused Borrowed self, const Value *args)
{
    int64_t ns, now;
    if (!seconds_argument(rt, args[0], &ns))
        return NULL;
    if (ns < 0)
        return raise(rt, rt->ValueError, "sleep length must be non-negative");
    if (!clock_read(rt, CLOCK_MONOTONIC, &now))
        return NULL;
    if (__builtin_add_overflow(ns, now, &now))
        return raise_overflow(rt, "timestamp too large to convert to C _PyTime_t");
    return sleep_until(rt, now) ? NONE : NULL;
}

/* -- get_clock_info */

typedef struct ClockInfo {
    const char *name, *implementation;
    clockid_t clock;
    bool monotonic;
} ClockInfo;

static const ClockInfo clock_infos[] = {
    { "time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false },
    { "monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true },
    { "perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true },
    { "process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true },
    { "thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true },
};

static Owned clock_namespace(Runtime *rt, const ClockInfo *info)
{
    struct timespec t = { 0, 1 };
    clock_getres(info->clock, &t);
    Value names[4], values[4], keywords, result = NULL;
    static const char *const fields[4] = { "implementation", "monotonic", "adjustable", "resolution" };
    for (int i = 0; i < 4; i++)
        names[i] = str_intern_text(rt, fields[i]);
    values[0] = str_from_text(rt, info->implementation);
    values[1] = bool_value(info->monotonic);
    values[2] = bool_value(!info->monotonic);
    values[3] = float_value(rt, (double)t.tv_sec + (double)t.tv_nsec * 1e-9);
    bool whole = values[0] && values[3] && names[0] && names[1] && names[2] && names[3];
    keywords = whole ? tuple_from(rt, names, 4) : NULL;
    if (keywords)
        result = call(rt, type_value(rt->simple_namespace_type), values, 0, keywords);
    release(rt, keywords);
    for (int i = 0; i < 4; i++) {
        release(rt, names[i]);
        release(rt, values[i]);
    }
    return result;
}

static Owned time_get_clock_info(Runtime *rt, unused Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, args[0] == NONE ? "get_clock_info() argument 1 must be str, not None" :
                     "get_clock_info() argument 1 must be str, not %V", args[0]);
    for (size_t i = 0; i < COUNT_OF(clock_infos); i++)
        if (str_equal_text(args[0], clock_infos[i].name))
            return clock_namespace(rt, &clock_infos[i]);
    return raise(rt, rt->ValueError, "unknown clock");
}

/* -- broken-down times */

static const GetSetDef struct_time_fields[] = {
    STRUCTSEQ_FIELD("tm_year", 0, "year, for example, 1993"),
    STRUCTSEQ_FIELD("tm_mon", 1, "month of year, range [1, 12]"),
    STRUCTSEQ_FIELD("tm_mday", 2, "day of month, range [1, 31]"),
    STRUCTSEQ_FIELD("tm_hour", 3, "hours, range [0, 23]"),
    STRUCTSEQ_FIELD("tm_min", 4, "minutes, range [0, 59]"),
    STRUCTSEQ_FIELD("tm_sec", 5, "seconds, range [0, 61])"),
    STRUCTSEQ_FIELD("tm_wday", 6, "day of week, range [0, 6], Monday is 0"),
    STRUCTSEQ_FIELD("tm_yday", 7, "day of year, range [1, 366]"),
    STRUCTSEQ_FIELD("tm_isdst", 8, "1 if summer time is in effect, 0 if not, and -1 if unknown"),
    STRUCTSEQ_FIELD("tm_zone", 9, "abbreviation of timezone name"),
    STRUCTSEQ_FIELD("tm_gmtoff", 10, "offset from UTC in seconds"),
    { 0 },
};

static const StructSeqDef struct_time_def = STRUCTSEQ("time.struct_time", struct_time_fields, ITEMS, FIELDS,
    "The time value as returned by gmtime(), localtime(), and strptime(), and\n"
    " accepted by asctime(), mktime() and strftime().  May be considered as a\n"
    " sequence of 9 integers.\n\n"
    " Note that several fields' values are not the same as those defined by\n"
    " the C language standard for struct tm.  For example, the value of the\n"
    " field tm_year is the actual year, not year - 1900.  See individual\n"
    " fields' descriptions for details.");

static Owned struct_time_new(Runtime *rt, Borrowed module, const struct tm *t)
{
    Value items[FIELDS] = {
        small_int_value((int64_t)t->tm_year + 1900), small_int_value(t->tm_mon + 1), small_int_value(t->tm_mday),
        small_int_value(t->tm_hour), small_int_value(t->tm_min), small_int_value(t->tm_sec),
        small_int_value((t->tm_wday + 6) % 7), small_int_value(t->tm_yday + 1), small_int_value(t->tm_isdst),
        str_from_text(rt, t->tm_zone ? t->tm_zone : ""), small_int_value(t->tm_gmtoff),
    };
    return structseq_new_steal(rt, struct_time_type(module), items);
}

static bool time_t_argument(Runtime *rt, Borrowed v, time_t *out)
{
    if (!v || v == NONE) {
        *out = time(NULL);
        return true;
    }
    if (value_is_float(v)) {
        double d = floor(float_number(v));
        if (isnan(d))
            return raise(rt, rt->ValueError, "Invalid value NaN (not a number)");
        if (!(d >= -0x1p63 && d < 0x1p63))
            return raise_overflow(rt, "timestamp out of range for platform time_t");
        *out = (time_t)d;
        return true;
    }
    Value number = value_index(rt, v);
    int64_t seconds = 0;
    if (!number)
        return false;
    bool fits = int_fits_int64(number) && int_to_int64(rt, number, &seconds);
    release(rt, number);
    *out = seconds;
    return fits || raise_overflow(rt, "timestamp out of range for platform time_t");
}

static bool break_down(Runtime *rt, Borrowed v, struct tm *(*function)(const time_t *, struct tm *), struct tm *t)
{
    time_t seconds;
    if (!time_t_argument(rt, v, &seconds))
        return false;
    memset(t, 0, sizeof *t);
    errno = 0;
    return function(&seconds, t) || raise_os_error(rt, errno ? errno : EINVAL, NULL);
}

static Owned time_gmtime(Runtime *rt, Borrowed self, const Value *args)
{
    struct tm t;
    return break_down(rt, args[0], gmtime_r, &t) ? struct_time_new(rt, self, &t) : NULL;
}

static Owned time_localtime(Runtime *rt, Borrowed self, const Value *args)
{
    struct tm t;
    return break_down(rt, args[0], localtime_r, &t) ? struct_time_new(rt, self, &t) : NULL;
}

/* A tuple or struct_time as the C library wants it. */
static bool tm_argument(Runtime *rt, Borrowed module, const char *function, Borrowed v, struct tm *t)
{
    int f[ITEMS];
    memset(t, 0, sizeof *t);
    if (!value_is_tuple(v))
        return raise(rt, rt->TypeError, "Tuple or struct_time argument required");
    Value tuple = retain(v);
    bool done = tuple_count(v) == ITEMS || raise(rt, rt->TypeError, "%s(): illegal time tuple argument", function);
    for (int i = 0; done && i < ITEMS; i++)
        done = time_int(rt, tuple_item_peek(tuple, i), &f[i]);
    if (done && f[0] < INT32_MIN + 1900)
        done = raise_overflow(rt, "year out of range");
    if (done) {
        t->tm_year = f[0] - 1900;
        t->tm_mon = (int)((int64_t)f[1] - 1);
        t->tm_mday = f[2];
        t->tm_hour = f[3];
        t->tm_min = f[4];
        t->tm_sec = f[5];
        t->tm_wday = (int)(((int64_t)f[6] + 1) % 7);
        t->tm_yday = (int)((int64_t)f[7] - 1);
        t->tm_isdst = f[8];
        if (object_is_exactly(v, struct_time_type(module))) {
            Borrowed zone = tuple_items(v)[9], offset = tuple_items(v)[10];
            int64_t seconds = 0;
            if (zone && value_is_str(zone))
                t->tm_zone = str_bytes(zone);
            if (offset && value_is_small_int(offset) && int_to_int64(rt, offset, &seconds))
                t->tm_gmtoff = seconds;
        }
    }
    release(rt, tuple);         /* V is an argument: the zone's text stays */
    return done;
}

/* Some zeros stand for ones; everything else out of range is refused, since the C library would read past its tables. */
static bool check_tm(Runtime *rt, struct tm *t)
{
    const char *wrong = NULL;
    if (t->tm_mon == -1)
        t->tm_mon = 0;
    if (t->tm_mday == 0)
        t->tm_mday = 1;
    if (t->tm_yday == -1)
        t->tm_yday = 0;
    if (t->tm_mon < 0 || t->tm_mon > 11)
        wrong = "month";
    else if (t->tm_mday < 0 || t->tm_mday > 31)
        wrong = "day of month";
    else if (t->tm_hour < 0 || t->tm_hour > 23)
        wrong = "hour";
    else if (t->tm_min < 0 || t->tm_min > 59)
        wrong = "minute";
    else if (t->tm_sec < 0 || t->tm_sec > 61)
        wrong = "seconds";
    else if (t->tm_wday < 0)
        wrong = "day of week";
    else if (t->tm_yday < 0 || t->tm_yday > 365)
        wrong = "day of year";
    return !wrong || raise(rt, rt->ValueError, "%s out of range", wrong);
}

static Owned ascii_time(Runtime *rt, const struct tm *t)
{
    static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    char text[64];
    snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %lld", days[t->tm_wday], months[t->tm_mon], t->tm_mday,
             t->tm_hour, t->tm_min, t->tm_sec, (long long)t->tm_year + 1900);
    return str_from_text(rt, text);
}

static Owned time_asctime(Runtime *rt, Borrowed self, const Value *args)
{
    struct tm t;
    bool done = args[0] ? tm_argument(rt, self, "asctime", args[0], &t) && check_tm(rt, &t)
                        : break_down(rt, NULL, localtime_r, &t);
    return done ? ascii_time(rt, &t) : NULL;
}

static Owned time_ctime(Runtime *rt, unused Borrowed self, const Value *args)
{
    struct tm t;
    return break_down(rt, args[0], localtime_r, &t) ? ascii_time(rt, &t) : NULL;
}

static Owned time_mktime(Runtime *rt, Borrowed self, const Value *args)
{
    struct tm t;
    if (!tm_argument(rt, self, "mktime", args[0], &t))
        return NULL;
    t.tm_wday = -1;
    time_t seconds = mktime(&t);
    if (seconds == -1 && t.tm_wday == -1)
        return raise_overflow(rt, "mktime argument out of range");
    return float_value(rt, (double)seconds);
}

/* strftime says 0 both for "no room" and for an empty result, so room stops growing somewhere. */
static Owned formatted_time(Runtime *rt, const char *format, const struct tm *t)
{
    size_t format_size = strlen(format);
    for (size_t size = 1024;; size *= 2) {
        char *text = memory_alloc(rt, size);
        if (!text)
            return raise_memory_error(rt);
        size_t written = strftime(text, size, format, t);
        if (written || size >= 256 * format_size) {
            Value result = bytes_decode(rt, text, written, "utf-8", "surrogateescape");
            memory_free(rt, text);
            return result;
        }
        memory_free(rt, text);
    }
}

static Owned time_strftime(Runtime *rt, Borrowed self, const Value *args)
{
    struct tm t;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "strftime() argument 1 must be str, not %V", args[0]);
    bool done = args[1] ? tm_argument(rt, self, "strftime", args[1], &t) && check_tm(rt, &t)
                        : break_down(rt, NULL, localtime_r, &t);
    if (!done)
        return NULL;
    t.tm_isdst = MAX(MIN(t.tm_isdst, 1), -1);
    const char *format = str_c_text(rt, args[0]);
    return format ? formatted_time(rt, format, &t) : NULL;
}

static Owned time_strptime(Runtime *rt, unused Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value module = import_module(rt, "_strptime");
    Value function = module ? get_attribute_text(rt, module, "_strptime_time") : NULL;
    Value result = function ? call(rt, function, args, count, keywords) : NULL;
    release(rt, module);
    release(rt, function);
    return result;
}

/* -- time zones */

static int64_t offset_at(time_t moment, char *zone, size_t size, bool *daylight)
{
    struct tm t;
    memset(&t, 0, sizeof t);
    localtime_r(&moment, &t);
    snprintf(zone, size, "%s", t.tm_zone ? t.tm_zone : "   ");
    *daylight = t.tm_isdst > 0;
    return -t.tm_gmtoff;
}

/* Standard and summer time are what holds in January and in July of this year. */
static bool set_zone(Runtime *rt, Borrowed module)
{
    enum { YEAR = (365 * 24 + 6) * 3600 };
    char january[64], july[64];
    bool summer;
    tzset();
    time_t start = time(NULL) / YEAR * YEAR;
    int64_t first = offset_at(start, january, sizeof january, &summer);
    int64_t second = offset_at(start + YEAR / 2, july, sizeof july, &summer);
    bool north = first >= second;       /* the larger offset (west) is standard time */
    Value names[2] = { str_from_text(rt, north ? january : july), str_from_text(rt, north ? july : january) };
    bool done = names[0] && names[1] &&
                module_add_steal(rt, module, "timezone", int_from_int64(rt, MAX(first, second))) &&
                module_add_steal(rt, module, "altzone", int_from_int64(rt, MIN(first, second))) &&
                module_add(rt, module, "daylight", small_int_value(first != second)) &&
                module_add_steal(rt, module, "tzname", tuple_from(rt, names, 2));
    release(rt, names[0]);
    release(rt, names[1]);
    return done;
}

static Owned time_tzset(Runtime *rt, Borrowed self, unused const Value *args)
{
    return set_zone(rt, self) ? NONE : NULL;
}

static bool time_init(Runtime *rt, Borrowed module)
{
    static const struct { const char *name; int clock; } clocks[] = {
        { "CLOCK_REALTIME", CLOCK_REALTIME }, { "CLOCK_MONOTONIC", CLOCK_MONOTONIC },
        { "CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID }, { "CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID },
#ifdef __linux__
        { "CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW }, { "CLOCK_BOOTTIME", CLOCK_BOOTTIME }, { "CLOCK_TAI", CLOCK_TAI },
#endif
    };
    for (size_t i = 0; i < COUNT_OF(clocks); i++)
        if (!module_add(rt, module, clocks[i].name, small_int_value(clocks[i].clock)))
            return false;
    TimeState *state = ((Module *)module)->state;
    state->struct_time = structseq_type_new(rt, &struct_time_def);
    return state->struct_time && module_add(rt, module, "struct_time", type_value(state->struct_time)) &&
           module_add(rt, module, "_STRUCT_TM_ITEMS", small_int_value(FIELDS)) && set_zone(rt, module);
}

static int time_traverse(void *state, GcVisit visit, void *argument)
{
    VISIT(((TimeState *)state)->struct_time);
    return 0;
}

static void time_clear(Runtime *rt, void *state)
{
    Type *type = ((TimeState *)state)->struct_time;
    ((TimeState *)state)->struct_time = NULL;
    if (type)
        release(rt, type_value(type));
}

static const MethodDef time_functions[] = {
    METHOD("time", time_time, "()", "time() -> floating point number\n\nReturn the current time in seconds since the Epoch."),
    METHOD("time_ns", time_time_ns, "()", "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch."),
    METHOD("monotonic", time_monotonic, "()", "monotonic() -> float\n\nMonotonic clock, cannot go backward."),
    METHOD("monotonic_ns", time_monotonic_ns, "()", "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds."),
    METHOD("perf_counter", time_perf_counter, "()", "perf_counter() -> float\n\nPerformance counter for benchmarking."),
    METHOD("perf_counter_ns", time_perf_counter_ns, "()", "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds."),
    METHOD("process_time", time_process_time, "()", "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time."),
    METHOD("process_time_ns", time_process_time_ns, "()", "process_time() -> int\n\nProcess time for profiling as nanoseconds."),
    METHOD("thread_time", time_thread_time, "()", "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time."),
    METHOD("thread_time_ns", time_thread_time_ns, "()", "thread_time() -> int\n\nThread time for profiling as nanoseconds."),
    METHOD("clock_gettime", time_clock_gettime, "(clk_id, /)", "clock_gettime(clk_id) -> float\n\nReturn the time of the specified clock clk_id."),
    METHOD("clock_gettime_ns", time_clock_gettime_ns, "(clk_id, /)", "clock_gettime_ns(clk_id) -> int\n\nReturn the time of the specified clock clk_id as nanoseconds."),
    METHOD("clock_settime", time_clock_settime, "(clk_id, time, /)", "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id."),
    METHOD("clock_settime_ns", time_clock_settime_ns, "(clk_id, time, /)", "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds."),
    METHOD("clock_getres", time_clock_getres, "(clk_id, /)", "clock_getres(clk_id) -> floating point number\n\nReturn the resolution (precision) of the specified clock clk_id."),
    METHOD("pthread_getcpuclockid", time_pthread_getcpuclockid, "(thread_id, /)", "pthread_getcpuclockid(thread_id) -> int\n\nReturn the clk_id of a thread's CPU time clock."),
    METHOD("sleep", time_sleep, "(seconds, /)", "sleep(seconds)\n\nDelay execution for a given number of seconds."),
    METHOD("gmtime", time_gmtime, "(seconds=None, /)", "gmtime([seconds]) -> struct_time in UTC (a.k.a. GMT)."),
    METHOD("localtime", time_localtime, "(seconds=None, /)", "localtime([seconds]) -> struct_time in local time."),
    METHOD("asctime", time_asctime, "(tuple=None, /)", "asctime([tuple]) -> string\n\nConvert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."),
    METHOD("ctime", time_ctime, "(seconds=None, /)", "ctime(seconds) -> string\n\nConvert a time in seconds since the Epoch to a string in local time."),
    METHOD("mktime", time_mktime, "(tuple, /)", "mktime(tuple) -> floating point number\n\nConvert a time tuple in local time to seconds since the Epoch."),
    METHOD("strftime", time_strftime, "(format, tuple=None, /)", "strftime(format[, tuple]) -> string\n\nConvert a time tuple to a string according to a format specification."),
    RAW_METHOD("strptime", time_strptime, NULL, "strptime(string, format) -> struct_time\n\nParse a string to a time tuple according to a format specification."),
    METHOD("tzset", time_tzset, "()", "tzset()\n\nInitialize, or reinitialize, the local timezone to the value stored in os.environ['TZ']."),
    METHOD("get_clock_info", time_get_clock_info, "(name, /)", "get_clock_info(name: str) -> dict\n\nGet information of the specified clock."),
    { 0 },
};

const ModuleDef time_module_def = {
    .name = "time",
    .doc = "This module provides various functions to manipulate time values.",
    .functions = time_functions,
    .init = time_init,
    .state_size = sizeof(TimeState),
    .traverse = time_traverse,
    .clear = time_clear,
};
