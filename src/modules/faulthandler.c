/* faulthandler.  Signals belong to the process, so this is the one file beside signal.c
 * with state of its own: which runtime asked, and what was there before.  What a handler
 * does is write(2) and reading frames, nothing else. */
#include "modules/faulthandler.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "modules/sys.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"
#include "vm/vm.h"

enum { SIGNALS = 65, FRAMES_SHOWN = 100, TEXT_SHOWN = 500, HANDLER_STACK = 64 * 1024, LATER_SIGNAL = 63 };

typedef struct Registration {
    Runtime *volatile owner;
    int descriptor;
    bool all_threads, chain;
    struct sigaction before;
} Registration;

static const struct { int number; const char *name; } faults[] = {
    { SIGBUS, "Bus error" }, { SIGILL, "Illegal instruction" }, { SIGFPE, "Floating point exception" },
    { SIGABRT, "Aborted" }, { SIGSEGV, "Segmentation fault" },
};
enum { FAULTS = sizeof faults / sizeof *faults };

static struct {
    Registration fault[FAULTS];
    bool enabled;
    void *stack;                /* of the handler: malloc; the program's may be full */
    Registration user[SIGNALS];
    Registration later;
    bool later_exits, timer_made;
    timer_t timer;
    char later_text[80];
} process;

/* What the files are kept by while the runtime lives. */
typedef struct State { Value file, user_files[SIGNALS], later_file; } State;

static State *state_of(Borrowed module) { return ((Module *)module)->state; }

/* -- writing without an allocation */

static void put(int descriptor, const char *text, size_t size)
{
    while (size) {
        ssize_t done = write(descriptor, text, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return;
        text += done;
        size -= (size_t)done;
    }
}

static void put_text(int descriptor, const char *text) { put(descriptor, text, strlen(text)); }

static void put_decimal(int descriptor, uint64_t n)
{
    char digits[24], *p = digits + sizeof digits;
    do {
        *--p = (char)('0' + n % 10);
    } while (n /= 10);
    put(descriptor, p, (size_t)(digits + sizeof digits - p));
}

static void put_hex(int descriptor, uint64_t n, int width)
{
    char digits[16];
    for (int i = width - 1; i >= 0; i--, n >>= 4)
        digits[i] = "0123456789abcdef"[n & 15];
    put(descriptor, digits, (size_t)width);
}

static void put_escaped(int descriptor, uint32_t c)
{
    put_text(descriptor, c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
    put_hex(descriptor, c, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8);
}

/* A code point of the UTF-8 at P, which is whole. */
static uint32_t decode(const char **p)
{
    const unsigned char *s = (const unsigned char *)*p;
    int more = s[0] < 0x80 ? 0 : s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
    uint32_t c = more == 0 ? s[0] : s[0] & (0x3fu >> more);
    for (int i = 1; i <= more; i++)
        c = c << 6 | (s[i] & 0x3f);
    *p += more + 1;
    return c;
}

static void put_str(int descriptor, Borrowed v)
{
    if (!v || !value_is_str(v)) {
        put_text(descriptor, "???");
        return;
    }
    const char *p = str_bytes(v), *end = p + str_size(v);
    int shown = 0;
    for (; p < end && shown < TEXT_SHOWN; shown++) {
        const char *begin = p;
        uint32_t c = decode(&p);
        if (c >= ' ' && c < 0x7f)
            put(descriptor, begin, 1);
        else
            put_escaped(descriptor, c);
    }
    if (p < end)
        put_text(descriptor, "...");
}

void faulthandler_write_frames(int descriptor, const Runtime *rt)
{
    const Frame *frame = rt ? rt->frame : NULL;
    if (rt && rt->gc.collecting)
        put_text(descriptor, "  Garbage-collecting\n");
    if (!frame)
        put_text(descriptor, "  <no Python frame>\n");
    for (int i = 0; frame; frame = frame->previous, i++) {
        if (i >= FRAMES_SHOWN) {
            put_text(descriptor, "  ...\n");
            return;
        }
        put_text(descriptor, "  File \"");
        put_str(descriptor, frame->code->filename);
        put_text(descriptor, "\", line ");
        put_decimal(descriptor, (uint64_t)MAX(frame_line(frame), 0));
        put_text(descriptor, " in ");
        put_str(descriptor, frame->code->name);
        put_text(descriptor, "\n");
    }
}

static void write_traceback(int descriptor, const Runtime *rt, bool all_threads, bool current)
{
    if (all_threads) {
        put_text(descriptor, current ? "Current thread 0x" : "Thread 0x");
        put_hex(descriptor, (uint64_t)(uintptr_t)pthread_self(), 16);
        put_text(descriptor, " (most recent call first):\n");
    } else {
        put_text(descriptor, "Stack (most recent call first):\n");
    }
    faulthandler_write_frames(descriptor, rt);
}

static void send_again(int number) { pthread_kill(pthread_self(), number); }

/* -- faults */

static void forget_faults(void)
{
    for (int i = 0; i < FAULTS; i++)
        if (process.fault[i].owner) {
            process.fault[i].owner = NULL;
            sigaction(faults[i].number, &process.fault[i].before, NULL);
        }
    process.enabled = false;
}

static void on_fault(int number)
{
    int saved = errno, which = 0;
    while (which < FAULTS - 1 && faults[which].number != number)
        which++;
    Registration r = process.fault[which];
    if (r.owner) {
        process.fault[which].owner = NULL;
        sigaction(number, &r.before, NULL);
        put_text(r.descriptor, "Fatal Python error: ");
        put_text(r.descriptor, faults[which].name);
        put_text(r.descriptor, "\n\n");
        write_traceback(r.descriptor, r.owner, r.all_threads, true);
    }
    errno = saved;
    send_again(number);         /* as if nobody had looked */
}

static bool use_own_stack(void)
{
    if (process.stack)
        return true;
    stack_t stack = { .ss_size = HANDLER_STACK };
    if (!(stack.ss_sp = process.stack = malloc(HANDLER_STACK)))
        return false;
    return sigaltstack(&stack, NULL) == 0;
}

static bool catch_faults(Runtime *rt, int descriptor, bool all_threads)
{
    struct sigaction action = { .sa_handler = on_fault, .sa_flags = SA_NODEFER | (use_own_stack() ? SA_ONSTACK : 0) };
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FAULTS; i++) {
        Registration *r = &process.fault[i];
        r->descriptor = descriptor;
        r->all_threads = all_threads;
        if (!r->owner && sigaction(faults[i].number, &action, &r->before) < 0)
            return raise_os_error(rt, errno, NULL);
        r->owner = rt;
    }
    process.enabled = true;
    return true;
}

/* -- the file */

/* Its descriptor, and the object that keeps it open (Owned; NONE for a number); -1: an exception. */
static int descriptor_of(Runtime *rt, Borrowed file, Value *keep)
{
    int descriptor = -1;
    *keep = NULL;
    if (!file || file == NONE) {
        file = sys_get_peek(rt, "stderr");
        if (!file)
            return raise(rt, rt->RuntimeError, "unable to get sys.stderr"), -1;
        if (file == NONE)
            return raise(rt, rt->RuntimeError, "sys.stderr is None"), -1;
    } else if (value_is_small_int(file) || value_is_bool(file)) {
        if (!argument_int(rt, file, &descriptor))
            return -1;
        if (descriptor < 0)
            return raise(rt, rt->ValueError, "file is not a valid file descripter"), -1;
        *keep = NONE;
        return descriptor;
    }
    retain(file);
    Value number = call_method(rt, file, rt->names.fileno, NULL, 0);
    if (!number || !value_is_small_int(number) || small_int(number) < 0 || small_int(number) > INT32_MAX) {
        if (number)
            raise(rt, rt->RuntimeError, "file.fileno() is not a valid file descriptor");
        release(rt, number);
        release(rt, file);
        return -1;
    }
    Value flush = get_attribute_text(rt, file, "flush"), flushed = flush ? call_none(rt, flush) : NULL;
    if (!flushed)
        error_clear(rt);
    release(rt, flush);
    release(rt, flushed);
    *keep = file;
    return (int)small_int(number);
}

static bool flag(Runtime *rt, Borrowed v, bool *out)
{
    int n = *out;
    if (!argument_int(rt, v, &n))
        return false;
    *out = n != 0;
    return true;
}

/* -- functions */

static bool enable(Runtime *rt, Borrowed module, Borrowed file, bool all_threads)
{
    Value keep;
    int descriptor = descriptor_of(rt, file, &keep);
    if (descriptor < 0)
        return false;
    value_replace(rt, &state_of(module)->file, keep);
    return catch_faults(rt, descriptor, all_threads);
}

static Owned fault_enable(Runtime *rt, Borrowed self, const Value *args)
{
    bool all_threads = true;
    return flag(rt, args[1], &all_threads) && enable(rt, self, args[0], all_threads) ? NONE : NULL;
}

bool faulthandler_enable(Runtime *rt)
{
    Value module = import_module(rt, "faulthandler");
    bool done = module && enable(rt, module, NULL, true);
    release(rt, module);
    return done;
}

static Owned fault_disable(Runtime *rt, Borrowed self, const Value *args unused)
{
    bool before = process.enabled;
    forget_faults();
    value_clear(rt, &state_of(self)->file);
    return bool_value(before);
}

static Owned fault_is_enabled(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    return bool_value(process.enabled);
}

static Owned fault_dump(Runtime *rt, Borrowed self unused, const Value *args)
{
    bool all_threads = true;
    Value keep;
    if (!flag(rt, args[1], &all_threads))
        return NULL;
    int descriptor = descriptor_of(rt, args[0], &keep);
    if (descriptor < 0)
        return NULL;
    write_traceback(descriptor, rt, all_threads, true);
    release(rt, keep);
    return NONE;
}

/* -- signals of the user */

static void on_user_signal(int number)
{
    int saved = errno;
    Registration *r = &process.user[number];
    if (r->owner)
        write_traceback(r->descriptor, r->owner, r->all_threads, true);
    if (r->owner && r->chain) {
        struct sigaction mine;
        sigaction(number, &r->before, &mine);
        send_again(number);
        sigaction(number, &mine, NULL);
    }
    errno = saved;
}

static bool check_signal(Runtime *rt, int number)
{
    for (int i = 0; i < FAULTS; i++)
        if (faults[i].number == number)
            return raise(rt, rt->RuntimeError, "signal %d cannot be registered, use enable() instead", number);
    return (number >= 1 && number < SIGNALS) || raise(rt, rt->ValueError, "signal number out of range");
}

static bool register_signal(Runtime *rt, int number, int descriptor, bool all_threads, bool chain)
{
    Registration *r = &process.user[number];
    struct sigaction action = { .sa_handler = on_user_signal, .sa_flags = SA_RESTART | (chain ? SA_NODEFER : 0) };
    sigemptyset(&action.sa_mask);
    if (use_own_stack())
        action.sa_flags |= SA_ONSTACK;
    if (sigaction(number, &action, r->owner ? NULL : &r->before) < 0)
        return raise_os_error(rt, errno, NULL);
    *r = (Registration){ .owner = rt, .descriptor = descriptor, .all_threads = all_threads, .chain = chain, .before = r->before };
    return true;
}

static Owned fault_register(Runtime *rt, Borrowed self, const Value *args)
{
    int number = 0;
    bool all_threads = true, chain = false;
    Value keep;
    if (!argument_int(rt, args[0], &number) || !flag(rt, args[2], &all_threads) || !flag(rt, args[3], &chain) ||
        !check_signal(rt, number))
        return NULL;
    int descriptor = descriptor_of(rt, args[1], &keep);
    if (descriptor < 0)
        return NULL;
    value_replace(rt, &state_of(self)->user_files[number], keep);
    return register_signal(rt, number, descriptor, all_threads, chain) ? NONE : NULL;
}

static bool forget_signal(int number)
{
    Registration *r = &process.user[number];
    if (!r->owner)
        return false;
    r->owner = NULL;
    sigaction(number, &r->before, NULL);
    return true;
}

static Owned fault_unregister(Runtime *rt, Borrowed self, const Value *args)
{
    int number = 0;
    if (!argument_int(rt, args[0], &number) || !check_signal(rt, number))
        return NULL;
    bool was = forget_signal(number);
    value_clear(rt, &state_of(self)->user_files[number]);
    return bool_value(was);
}

/* -- later: a timer of the process */

static void on_timer(int number unused)
{
    int saved = errno;
    Registration r = process.later;
    if (r.owner) {
        put_text(r.descriptor, process.later_text);
        write_traceback(r.descriptor, r.owner, true, false);
        if (process.later_exits)
            _exit(1);
    }
    errno = saved;
}

static void cancel_timer(void)
{
    process.later.owner = NULL;
    if (process.timer_made)
        timer_delete(process.timer);
    process.timer_made = false;
}

static void set_later_text(double seconds)
{
    uint64_t us = (uint64_t)(seconds * 1e6 + 0.5), s = us / 1000000;
    int size = snprintf(process.later_text, sizeof process.later_text, "Timeout (%u:%02u:%02u", (unsigned)(s / 3600),
                        (unsigned)(s / 60 % 60), (unsigned)(s % 60));
    if (us % 1000000)
        size += snprintf(process.later_text + size, sizeof process.later_text - (size_t)size, ".%06u", (unsigned)(us % 1000000));
    snprintf(process.later_text + size, sizeof process.later_text - (size_t)size, ")!\n");
}

static bool start_timer(Runtime *rt, double seconds, bool repeat)
{
    struct sigaction action = { .sa_handler = on_timer, .sa_flags = SA_RESTART };
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = LATER_SIGNAL };
    struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
    struct itimerspec when = { .it_value = t, .it_interval = repeat ? t : (struct timespec){ 0, 0 } };
    sigemptyset(&action.sa_mask);
    if (sigaction(LATER_SIGNAL, &action, NULL) < 0 || timer_create(CLOCK_MONOTONIC, &event, &process.timer) < 0)
        return raise_os_error(rt, errno, NULL);
    process.timer_made = true;
    return timer_settime(process.timer, 0, &when, NULL) == 0 || raise_os_error(rt, errno, NULL);
}

static Owned fault_later(Runtime *rt, Borrowed self, const Value *args)
{
    double seconds;
    bool repeat = false, exits = false;
    Value keep;
    if (!value_to_double(rt, args[0], &seconds) || !flag(rt, args[1], &repeat) || !flag(rt, args[3], &exits))
        return NULL;
    if (!(seconds >= 1e-6))
        return raise(rt, rt->ValueError, "timeout must be greater than 0");
    if (seconds > 9e9)
        return raise(rt, rt->OverflowError, "timeout value is too large");
    int descriptor = descriptor_of(rt, args[2], &keep);
    if (descriptor < 0)
        return NULL;
    cancel_timer();
    value_replace(rt, &state_of(self)->later_file, keep);
    set_later_text(seconds);
    process.later_exits = exits;
    process.later.descriptor = descriptor;
    process.later.owner = rt;
    return start_timer(rt, seconds, repeat) ? NONE : NULL;
}

static Owned fault_cancel(Runtime *rt, Borrowed self, const Value *args unused)
{
    cancel_timer();
    value_clear(rt, &state_of(self)->later_file);
    return NONE;
}

/* -- for tests: ways to die */

static void no_core(void)
{
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
}

static Owned die(int number)
{
    no_core();
    send_again(number);
    return NONE;
}

static Owned die_segv(Runtime *rt unused, Borrowed self unused, const Value *args unused) { return die(SIGSEGV); }
static Owned die_fpe(Runtime *rt unused, Borrowed self unused, const Value *args unused) { return die(SIGFPE); }

static Owned die_abort(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    no_core();
    abort();
}

/* The fault is meant: sanitizers are not to see it first. */
__attribute__((no_sanitize("address", "undefined")))
static Owned die_read_null(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    volatile int *volatile nowhere = NULL;
    no_core();
    return small_int_value(*nowhere);
}

static int eat_stack(volatile char *before, uint64_t more)
{
    volatile char here[4096];
    here[0] = before ? before[0] : 0;
    here[4095] = 1;
    return more ? eat_stack(here, more - 1) + here[4095] : 0;
}

static Owned die_stack(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    no_core();
    return small_int_value(eat_stack(NULL, UINT64_MAX));
}

static const MethodDef functions[] = {
    METHOD("enable", fault_enable, "(file=None, all_threads=True)", "enable(file=sys.stderr, all_threads=True): enable the fault handler"),
    METHOD("disable", fault_disable, "()", "disable(): disable the fault handler"),
    METHOD("is_enabled", fault_is_enabled, "()", "is_enabled()->bool: check if the handler is enabled"),
    METHOD("dump_traceback", fault_dump, "(file=None, all_threads=True)", "dump_traceback(file=sys.stderr, all_threads=True): dump the traceback of the current thread, or of all threads if all_threads is True, into file"),
    METHOD("dump_traceback_later", fault_later, "(timeout, repeat=False, file=None, exit=False)", "dump_traceback_later(timeout, repeat=False, file=sys.stderr, exit=False):\ndump the traceback of all threads in timeout seconds,\nor each timeout seconds if repeat is True. If exit is True, call _exit(1) which is not safe."),
    METHOD("cancel_dump_traceback_later", fault_cancel, "()", "cancel_dump_traceback_later():\ncancel the previous call to dump_traceback_later()."),
    METHOD("register", fault_register, "(signum, file=None, all_threads=True, chain=False)", "register(signum, file=sys.stderr, all_threads=True, chain=False): register a handler for the signal 'signum': dump the traceback of the current thread, or of all threads if all_threads is True, into file"),
    METHOD("unregister", fault_unregister, "(signum)", "unregister(signum): unregister the handler of the signal 'signum' registered by register()"),
    METHOD("_sigsegv", die_segv, "(release_gil=False, /)", "_sigsegv(release_gil=False): raise a SIGSEGV signal"),
    METHOD("_sigfpe", die_fpe, "()", "_sigfpe(): raise a SIGFPE signal"),
    METHOD("_sigabrt", die_abort, "()", "_sigabrt(): raise a SIGABRT signal"),
    METHOD("_read_null", die_read_null, "()", "_read_null(): read from NULL, raise a SIGSEGV or SIGBUS signal"),
    METHOD("_stack_overflow", die_stack, "()", "_stack_overflow(): recursive call to raise a stack overflow"),
    { 0 },
};

static int traverse(void *state, GcVisit visit, void *argument)
{
    const State *s = state;
    VISIT_VALUE(s->file);
    VISIT_VALUE(s->later_file);
    for (int i = 0; i < SIGNALS; i++)
        VISIT_VALUE(s->user_files[i]);
    return 0;
}

/* The runtime ends, and with it what its handlers would look at. */
static void clear(Runtime *rt, void *state)
{
    State *s = state;
    if (process.fault[0].owner == rt)
        forget_faults();
    if (process.later.owner == rt)
        cancel_timer();
    for (int i = 0; i < SIGNALS; i++) {
        if (process.user[i].owner == rt)
            forget_signal(i);
        value_clear(rt, &s->user_files[i]);
    }
    value_clear(rt, &s->file);
    value_clear(rt, &s->later_file);
}

const ModuleDef faulthandler_module_def = {
    .name = "faulthandler",
    .doc = "faulthandler module.",
    .functions = functions,
    .state_size = sizeof(State),
    .traverse = traverse,
    .clear = clear,
};
