#include "object/budget.h"

#include <math.h>
#include <time.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"

enum {
    SLICE = 8192,               /* steps between two looks at what interrupts */
    SLICE_TIMED = 1024,         /* and at the clock: about 30 us */
    STEP_NANOSECONDS = 25,      /* what charge_time takes a step for */
};

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000 + t.tv_nsec;
}

/* -- being stopped */

static const char *stop_text(StopReason reason)
{
    switch (reason) {
    case STOPPED_STEPS: return "step limit reached";
    case STOPPED_TIME: return "time limit reached";
    default: return "stopped by the host";
    }
}

/* Which exception it is does not matter, nobody can catch it: without memory, MemoryError. */
bool budget_raise_stopped(Runtime *rt)
{
    if (error_pending(rt))
        return false;
    Value text = str_from_text(rt, stop_text((StopReason)rt->stopped));
    Value args = text ? tuple_from_steal(rt, &text, 1) : NULL;
    Value exception = args ? exception_new(rt, rt->BaseException, args) : NULL;
    release(rt, args);
    if (exception)
        error_restore_steal(rt, exception);
    return false;
}

static bool stop(Runtime *rt, StopReason reason)
{
    rt->budget.granted -= rt->gc.heap.fuel > 0 ? (uint64_t)rt->gc.heap.fuel : 0;
    rt->gc.heap.fuel = -1;
    rt->stopped = reason;
    return budget_raise_stopped(rt);
}

static bool is_late(const Runtime *rt) { return rt->budget.deadline != INT64_MAX && now() >= rt->budget.deadline; }

/* -- slices */

static int64_t take(Runtime *rt, int64_t steps)
{
    Budget *b = &rt->budget;
    steps = MIN(steps, b->left);
    b->left -= steps;
    b->granted += (uint64_t)steps;
    rt->gc.heap.fuel += steps;
    return steps;
}

/* Pay what is owed, grant what comes next. */
static bool refill(Runtime *rt)
{
    Budget *b = &rt->budget;
    int64_t owed = -rt->gc.heap.fuel;
    if (take(rt, owed) < owed)
        return stop(rt, STOPPED_STEPS);
    if (is_late(rt))
        return stop(rt, STOPPED_TIME);
    take(rt, b->deadline != INT64_MAX ? SLICE_TIMED : SLICE);
    return true;
}

/* The fuel is made true before the bits are looked at: an interruption in between forces again. */
bool budget_settle(Runtime *rt)
{
    int64_t *fuel = &rt->gc.heap.fuel;
    if (rt->stopped) {
        *fuel = -1;
        return budget_raise_stopped(rt);
    }
    if (*fuel < -BUDGET_FORCE / 2)
        __atomic_add_fetch(fuel, BUDGET_FORCE, __ATOMIC_SEQ_CST);
    if (__atomic_fetch_and(&rt->interrupt, ~INTERRUPT_STOP, __ATOMIC_SEQ_CST) & INTERRUPT_STOP)
        return stop(rt, is_late(rt) ? STOPPED_TIME : STOPPED_HOST);
    if (*fuel < 0 && !refill(rt))
        return false;
    if (__atomic_load_n(&rt->interrupt, __ATOMIC_SEQ_CST))
        __atomic_sub_fetch(fuel, BUDGET_FORCE, __ATOMIC_SEQ_CST);
    return true;
}

bool budget_check(Runtime *rt)
{
    if (!budget_settle(rt))
        return false;
    if (!(__atomic_fetch_and(&rt->interrupt, ~INTERRUPT_SIGNAL, __ATOMIC_SEQ_CST) & INTERRUPT_SIGNAL))
        return true;
    return rt->on_signal ? rt->on_signal(rt) : raise_value(rt, rt->KeyboardInterrupt, NULL) != NULL;
}

bool charge_time(Runtime *rt, double nanoseconds)
{
    const Budget *b = &rt->budget;
    if (!charge_quiet(rt, (int64_t)MIN(nanoseconds / STEP_NANOSECONDS, 1e17)))
        return false;
    bool late = b->deadline != INT64_MAX && nanoseconds > 1e5 && (double)now() + nanoseconds > (double)b->deadline;
    return !late || stop(rt, STOPPED_TIME);
}

void budget_interrupt(Runtime *rt, int reason)
{
    __atomic_or_fetch(&rt->interrupt, reason, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&rt->gc.heap.fuel, __ATOMIC_SEQ_CST) >= -BUDGET_FORCE / 2)
        __atomic_sub_fetch(&rt->gc.heap.fuel, BUDGET_FORCE, __ATOMIC_SEQ_CST);
}

/* -- for the host */

void budget_arm(Runtime *rt, uint64_t steps, double seconds)
{
    double nanoseconds = seconds * 1e9;
    rt->budget = (Budget){ .left = steps && steps < INT64_MAX ? (int64_t)steps : INT64_MAX, .deadline = INT64_MAX };
    if (nanoseconds > 0 && nanoseconds < 9e18)
        rt->budget.deadline = now() + (int64_t)nanoseconds;
    rt->gc.heap.fuel = 0;
    if (rt->stopped)
        value_clear(rt, &rt->handled);
    rt->stopped = RUNNING;
    __atomic_fetch_and(&rt->interrupt, ~INTERRUPT_STOP, __ATOMIC_SEQ_CST);
    if (rt->interrupt)
        budget_interrupt(rt, 0);
}

uint64_t budget_steps(const Runtime *rt)
{
    if (rt->stopped)
        return rt->budget.granted;
    int64_t fuel = rt->gc.heap.fuel < -BUDGET_FORCE / 2 ? rt->gc.heap.fuel + BUDGET_FORCE : rt->gc.heap.fuel;
    return rt->budget.granted - (uint64_t)fuel;
}

double budget_seconds(const Runtime *rt)
{
    if (rt->budget.deadline == INT64_MAX)
        return INFINITY;
    return MAX((double)(rt->budget.deadline - now()) / 1e9, 0.0);
}
