/* The module _signal.
 *
 * The handler in C only notes the number and interrupts the runtime that installed it; the
 * Python handler runs between two instructions.  A process has one table of signals, so the
 * note is the one thing here that is shared by runtimes: the last that installs owns it. */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/set.h"
#include "types/str.h"
#include "types/structseq.h"
#include "types/tuple.h"
#include "vm/vm.h"

enum { SIGNALS = NSIG, ITIMER_KINDS = 3 };

static struct {
    Runtime *volatile owner;
    volatile sig_atomic_t any, noted[SIGNALS];
    volatile int wakeup;        /* file descriptor, or -1 */
} arrived = { .wakeup = -1 };

typedef struct State {
    Value handlers[SIGNALS];    /* callables, SIG_DFL (0), SIG_IGN (1) or None */
    Value default_int;          /* default_int_handler */
} State;

static State *state_of(Borrowed module) { return ((Module *)module)->state; }

static void on_signal(int number)
{
    int saved = errno;
    Runtime *rt = arrived.owner;
    if (rt) {
        arrived.noted[number] = 1;
        arrived.any = 1;
        budget_interrupt(rt, INTERRUPT_SIGNAL);
        if (arrived.wakeup >= 0) {
            unsigned char byte = (unsigned char)number;
            ssize_t written = write(arrived.wakeup, &byte, 1);
            (void)written;
        }
    }
    errno = saved;
}

static Borrowed module_peek(Runtime *rt)
{
    extern const ModuleDef _signal_module_def;
    Value module = rt->modules ? dict_get_text_peek(rt, rt->modules, "_signal") : NULL;
    return module && value_is_instance(rt, module, rt->module_type) && ((Module *)module)->def == &_signal_module_def ? module : NULL;
}

static bool call_handler(Runtime *rt, Borrowed module, int number)
{
    Value handler = state_of(module)->handlers[number];
    if (!handler || !is_callable(rt, handler))
        return true;
    Value frame = rt->frame ? frame_object_peek(rt, rt->frame) : NONE;
    if (!frame)
        return false;
    retain(handler);
    Value done = call_two(rt, handler, small_int_value(number), frame);
    release(rt, handler);
    release(rt, done);
    return done;
}

/* Between two instructions.  Without a note it is the host that interrupts. */
static bool handle_signals(Runtime *rt)
{
    Value module = module_peek(rt);
    if (arrived.owner != rt || !arrived.any || !module)
        return raise_value(rt, rt->KeyboardInterrupt, NULL);
    retain(module);
    bool done = true;
    arrived.any = 0;
    for (int number = 1; done && number < SIGNALS; number++)
        if (arrived.noted[number]) {
            arrived.noted[number] = 0;
            done = call_handler(rt, module, number);
        }
    if (!done && arrived.any)
        budget_interrupt(rt, INTERRUPT_SIGNAL);
    release(rt, module);
    return done;
}

/* -- handlers */

static bool take_number(Runtime *rt, Borrowed v, int *number)
{
    if (!argument_int(rt, v, number))
        return false;
    return (*number >= 1 && *number < SIGNALS) || raise(rt, rt->ValueError, "signal number out of range");
}

static Owned shown_handler(Borrowed self, int number)
{
    Value handler = state_of(self)->handlers[number];
    return handler ? retain(handler) : NONE;
}

static Owned signal_signal(Runtime *rt, Borrowed self, const Value *args)
{
    int number = 0;
    struct sigaction action = { .sa_handler = on_signal };
    if (!argument_int(rt, args[0], &number))
        return NULL;
    if (args[1] == small_int_value(0) || args[1] == small_int_value(1))
        action.sa_handler = args[1] == small_int_value(0) ? SIG_DFL : SIG_IGN;
    else if (value_is_int(args[1]) && !is_callable(rt, args[1])) {
        int64_t which = 2;
        Value plain = int_plain_peek(args[1]);
        which = value_is_small_int(plain) ? small_int(plain) : 2;
        if (which != 0 && which != 1)
            return raise(rt, rt->TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
        action.sa_handler = which ? SIG_IGN : SIG_DFL;
    } else if (!is_callable(rt, args[1]))
        return raise(rt, rt->TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    if (number < 1 || number >= SIGNALS)
        return raise(rt, rt->ValueError, "signal number out of range");
    Value old = shown_handler(self, number);
    arrived.owner = rt;
    if (sigaction(number, &action, NULL) < 0) {
        release(rt, old);
        return raise_os_error(rt, errno, NULL);
    }
    value_replace(rt, &state_of(self)->handlers[number],
                  retain(action.sa_handler == SIG_DFL ? small_int_value(0) : action.sa_handler == SIG_IGN ? small_int_value(1) : args[1]));
    return old;
}

static Owned signal_getsignal(Runtime *rt, Borrowed self, const Value *args)
{
    int number = 0;
    return take_number(rt, args[0], &number) ? shown_handler(self, number) : NULL;
}

static Owned default_int_handler(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return raise_value(rt, rt->KeyboardInterrupt, NULL);
}

static Owned checked(Runtime *rt, int result) { return result < 0 ? raise_os_error(rt, errno, NULL) : NONE; }

static Owned signal_raise(Runtime *rt, Borrowed self unused, const Value *args)
{
    int number = 0;
    if (!argument_int(rt, args[0], &number))
        return NULL;
#undef raise
    int result = raise(number);
#define raise raise_error
    Value done = checked(rt, result);
    return done && charge(rt, 1) ? done : NULL;
}

static Owned signal_pthread_kill(Runtime *rt, Borrowed self unused, const Value *args)
{
    int number = 0;
    if (!argument_int(rt, args[1], &number))
        return NULL;
    int error = pthread_kill(pthread_self(), number);
    if (error)
        return raise_os_error(rt, error, NULL);
    return charge(rt, 1) ? NONE : NULL;
}

static Owned signal_siginterrupt(Runtime *rt, Borrowed self unused, const Value *args)
{
    int number = 0;
    bool flag = false;
    struct sigaction action;
    if (!take_number(rt, args[0], &number) || !argument_bool(rt, args[1], &flag))
        return NULL;
    if (sigaction(number, NULL, &action) < 0)
        return raise_os_error(rt, errno, NULL);
    action.sa_flags = flag ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    return checked(rt, sigaction(number, &action, NULL));
}

static Owned signal_wakeup(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1, old = arrived.wakeup;
    if (!argument_int(rt, args[0], &fd))
        return NULL;
    arrived.wakeup = fd;
    return small_int_value(old);
}

static Owned signal_strsignal(Runtime *rt, Borrowed self unused, const Value *args)
{
    int number = 0;
    if (!take_number(rt, args[0], &number))
        return NULL;
    const char *text = sigdescr_np(number);
    return text ? str_from_text(rt, text) : NONE;
}

/* -- time */

static Owned signal_alarm(Runtime *rt, Borrowed self unused, const Value *args)
{
    int seconds = 0;
    return argument_int(rt, args[0], &seconds) ? small_int_value(alarm((unsigned)seconds)) : NULL;
}

static Owned signal_pause(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    pause();
    return charge(rt, 1) ? NONE : NULL;
}

static struct timeval timeval_of(double seconds)
{
    double whole = floor(seconds);
    return (struct timeval){ .tv_sec = (time_t)whole, .tv_usec = (suseconds_t)((seconds - whole) * 1e6) };
}

static double seconds_of(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

static Owned timer_pair(Runtime *rt, const struct itimerval *t)
{
    Value items[2] = { float_value(rt, seconds_of(t->it_value)), float_value(rt, seconds_of(t->it_interval)) };
    return tuple_from_steal(rt, items, 2);
}

static Owned timer_error(Runtime *rt, Borrowed self)
{
    Value type = dict_get_text_peek(rt, module_dict(self), "ItimerError");
    raise_os_error(rt, errno, NULL);
    if (!type || !object_has_type_flag(type, TYPE_IS_TYPE))
        return NULL;
    error_clear(rt);
    Value text = str_from_text(rt, strerror(errno)), args = text ? tuple_pack(rt, 2, small_int_value(errno), text) : NULL;
    Value error = args ? call_tuple_dict(rt, type, args, NULL) : NULL;
    if (error)
        raise_object(rt, error);
    release(rt, error);
    release(rt, args);
    release(rt, text);
    return NULL;
}

static Owned signal_setitimer(Runtime *rt, Borrowed self, const Value *args)
{
    int which = 0;
    double seconds = 0, interval = 0;
    struct itimerval old, new;
    if (!argument_int(rt, args[0], &which) || !value_to_double(rt, args[1], &seconds) ||
        (args[2] && !value_to_double(rt, args[2], &interval)))
        return NULL;
    new = (struct itimerval){ .it_value = timeval_of(seconds), .it_interval = timeval_of(interval) };
    if (setitimer((__itimer_which_t)which, &new, &old) < 0)
        return timer_error(rt, self);
    return timer_pair(rt, &old);
}

static Owned signal_getitimer(Runtime *rt, Borrowed self, const Value *args)
{
    int which = 0;
    struct itimerval now;
    if (!argument_int(rt, args[0], &which))
        return NULL;
    return getitimer((__itimer_which_t)which, &now) < 0 ? timer_error(rt, self) : timer_pair(rt, &now);
}

/* -- sets of signals */

static Owned set_value(Runtime *rt, const sigset_t *set)
{
    Value result = set_new(rt, NULL);
    for (int number = 1; result && number < SIGNALS; number++)
        if (sigismember(set, number) == 1 && !set_add(rt, result, small_int_value(number)))
            value_clear(rt, &result);
    return result;
}

static bool read_set(Runtime *rt, Borrowed iterable, sigset_t *set)
{
    Value items = sequence_tuple(rt, iterable);
    bool done = items;
    sigemptyset(set);
    for (int64_t i = 0; done && i < tuple_count(items); i++) {
        int number = 0;
        done = argument_int(rt, tuple_item_peek(items, i), &number);
        if (done && (number < 1 || number >= SIGNALS))
            done = raise(rt, rt->ValueError, "signal number %d out of range [1; %d]", number, SIGNALS - 1);
        else if (done)
            sigaddset(set, number);
    }
    release(rt, items);
    return done;
}

static Owned signal_mask(Runtime *rt, Borrowed self unused, const Value *args)
{
    int how = 0;
    sigset_t set, old;
    if (!argument_int(rt, args[0], &how) || !read_set(rt, args[1], &set))
        return NULL;
    int error = pthread_sigmask(how, &set, &old);
    if (error)
        return raise_os_error(rt, error, NULL);
    return charge(rt, 1) ? set_value(rt, &old) : NULL;
}

static Owned signal_pending(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    sigset_t set;
    return sigpending(&set) < 0 ? raise_os_error(rt, errno, NULL) : set_value(rt, &set);
}

static Owned signal_wait(Runtime *rt, Borrowed self unused, const Value *args)
{
    sigset_t set;
    int number;
    if (!read_set(rt, args[0], &set))
        return NULL;
    int error = sigwait(&set, &number);
    return error ? raise_os_error(rt, error, NULL) : small_int_value(number);
}

static Owned signal_valid(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    sigset_t set;
    sigfillset(&set);
    return set_value(rt, &set);
}

/* -- the module */

static const struct { const char *name; int value; } constants[] = {
#define C(name) { #name, name }
    C(SIGHUP), C(SIGINT), C(SIGQUIT), C(SIGILL), C(SIGTRAP), C(SIGABRT), C(SIGIOT), C(SIGBUS), C(SIGFPE), C(SIGKILL), C(SIGUSR1),
    C(SIGSEGV), C(SIGUSR2), C(SIGPIPE), C(SIGALRM), C(SIGTERM), C(SIGCHLD), C(SIGCONT), C(SIGSTOP), C(SIGTSTP), C(SIGTTIN),
    C(SIGTTOU), C(SIGURG), C(SIGXCPU), C(SIGXFSZ), C(SIGVTALRM), C(SIGPROF), C(SIGWINCH), C(SIGIO), C(SIGPOLL), C(SIGPWR), C(SIGSYS),
    C(SIG_BLOCK), C(SIG_UNBLOCK), C(SIG_SETMASK), C(ITIMER_REAL), C(ITIMER_VIRTUAL), C(ITIMER_PROF),
#ifdef SIGSTKFLT
    C(SIGSTKFLT), { "SIGCLD", SIGCHLD },
#endif
#undef C
    { "SIG_DFL", 0 }, { "SIG_IGN", 1 }, { "NSIG", SIGNALS },
};

static bool read_handlers(Runtime *rt, Borrowed module)
{
    State *state = state_of(module);
    for (int number = 1; number < SIGNALS; number++) {
        struct sigaction action;
        bool known = sigaction(number, NULL, &action) == 0;
        state->handlers[number] = !known ? NONE : action.sa_handler == SIG_DFL ? small_int_value(0)
                                : action.sa_handler == SIG_IGN ? small_int_value(1) : NONE;
    }
    Value handler = dict_get_text_peek(rt, module_dict(module), "default_int_handler");
    if (state->handlers[SIGINT] != small_int_value(1))
        state->handlers[SIGINT] = handler ? retain(handler) : NONE;
    return true;
}

static bool add_timer_error(Runtime *rt, Borrowed module)
{
    Value name = str_intern_text(rt, "itimer_error"), bases = tuple_pack(rt, 1, type_value(rt->OSError)), dict = dict_new(rt), type = NULL;
    Value place = str_intern_text(rt, "signal");
    if (name && bases && dict && place && dict_set(rt, dict, rt->names.__module__, place)) {
        Value args[3] = { name, bases, dict };
        type = call(rt, type_value(rt->type_type), args, 3, NULL);
    }
    release(rt, place);
    release(rt, name);
    release(rt, bases);
    release(rt, dict);
    return module_add_steal(rt, module, "ItimerError", type);
}

static bool init(Runtime *rt, Borrowed module)
{
    for (size_t i = 0; i < COUNT_OF(constants); i++)
        if (!module_add(rt, module, constants[i].name, small_int_value(constants[i].value)))
            return false;
    if (!module_add(rt, module, "SIGRTMIN", small_int_value(SIGRTMIN)) || !module_add(rt, module, "SIGRTMAX", small_int_value(SIGRTMAX)) ||
        !add_timer_error(rt, module) || !read_handlers(rt, module))
        return false;
    rt->on_signal = handle_signals;
    return true;
}

static int traverse(void *state, GcVisit visit, void *argument)
{
    for (int i = 0; i < SIGNALS; i++)
        VISIT_VALUE(((State *)state)->handlers[i]);
    return 0;
}

/* Handlers of a runtime that goes must not be called any more. */
static void clear(Runtime *rt, void *state)
{
    if (arrived.owner == rt)
        arrived.owner = NULL;
    for (int i = 0; i < SIGNALS; i++)
        value_clear(rt, &((State *)state)->handlers[i]);
}

static const MethodDef functions[] = {
    METHOD("signal", signal_signal, "(signalnum, handler, /)", "Set the action for the given signal."),
    METHOD("getsignal", signal_getsignal, "(signalnum, /)", "Return the current action for the given signal."),
    METHOD("default_int_handler", default_int_handler, "(signalnum, frame, /)", "The default handler for SIGINT installed by Python."),
    METHOD("raise_signal", signal_raise, "(signalnum, /)", "Send a signal to the executing process."),
    METHOD("pthread_kill", signal_pthread_kill, "(thread_id, signalnum, /)", "Send a signal to a thread."),
    METHOD("siginterrupt", signal_siginterrupt, "(signalnum, flag, /)", "Change system call restart behaviour."),
    METHOD("set_wakeup_fd", signal_wakeup, "(fd, /, *, warn_on_full_buffer=True)", "Sets the fd to be written to (with the signal number) when a signal comes in."),
    METHOD("strsignal", signal_strsignal, "(signalnum, /)", "Return the system description of the given signal."),
    METHOD("alarm", signal_alarm, "(seconds, /)", "Arrange for SIGALRM to arrive after the given number of seconds."),
    METHOD("pause", signal_pause, "()", "Wait until a signal arrives."),
    METHOD("setitimer", signal_setitimer, "(which, seconds, interval=0.0, /)", "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF)."),
    METHOD("getitimer", signal_getitimer, "(which, /)", "Returns current value of given itimer."),
    METHOD("pthread_sigmask", signal_mask, "(how, mask, /)", "Fetch and/or change the signal mask of the calling thread."),
    METHOD("sigpending", signal_pending, "()", "Examine pending signals."),
    METHOD("sigwait", signal_wait, "(sigset, /)", "Wait for a signal."),
    METHOD("valid_signals", signal_valid, "()", "Return a set of valid signal numbers on this platform."),
    { 0 },
};

const ModuleDef _signal_module_def = {
    .name = "_signal",
    .doc = "This module provides mechanisms to use signal handlers in Python.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
    .traverse = traverse,
    .clear = clear,
};
