/* What a program may still do: steps, time, and being stopped from outside.
 *
 * A step is a jump backwards, an entry into a Python function, an item that a built-in
 * function draws from an iterator, or a piece of work in C of about that size, which
 * calls charge().  heap.fuel is what is left of the slice of steps that was granted last;
 * when it falls below zero, budget_check looks at signals, clock and budget and grants
 * the next slice (it is a field of the heap, so that large blocks can take from it too).
 * So a limit costs the interpreter nothing but the one decrement.
 *
 *   steps charged = budget.granted - fuel
 *
 * Whoever wants attention at once, from a signal handler or another thread, sets a bit
 * of rt->interrupt and takes BUDGET_FORCE from the fuel.  If that meets a decrement and
 * is lost, the bit is still seen at the end of the slice.
 *
 * A program that has spent its budget is *stopped*: rt->stopped is set, an exception is
 * pending, and until the host arms the budget again no handler, no finally block, no
 * __exit__ and no finalizer of the program runs: frames are only left.
 */
#ifndef OURO_OBJECT_BUDGET_H
#define OURO_OBJECT_BUDGET_H

#include "object/runtime.h"

/* rt->interrupt is a set of these. */
enum { INTERRUPT_SIGNAL = 1, INTERRUPT_STOP = 2, INTERRUPT_TRACE = 4 };

/* rt->stopped: why. */
typedef enum { RUNNING, STOPPED_STEPS, STOPPED_TIME, STOPPED_HOST } StopReason;

#define BUDGET_FORCE ((int64_t)1 << 61)

/* Look at all of it, when the fuel is below zero; false: an exception is set.  Signal
 * handlers of the program may run. */
bool budget_check(Runtime *rt) must_check;
/* The same but for signals: no code of the program runs. */
bool budget_settle(Runtime *rt) must_check;

/* STEPS have been, or are about to be, done.  False: stopped, or interrupted. */
static always_inline bool charge(Runtime *rt, int64_t steps) must_check;
static always_inline bool charge(Runtime *rt, int64_t steps)
{
    rt->gc.heap.fuel -= steps;
    return likely(rt->gc.heap.fuel >= 0) || budget_check(rt);
}

static always_inline bool charge_quiet(Runtime *rt, int64_t steps) must_check;
static always_inline bool charge_quiet(Runtime *rt, int64_t steps)
{
    rt->gc.heap.fuel -= steps;
    return likely(rt->gc.heap.fuel >= 0) || budget_settle(rt);
}

/* Quiet like that: work in C that takes NANOSECONDS and cannot be stopped halfway: refused when the time does not suffice. */
bool charge_time(Runtime *rt, double nanoseconds) must_check;

/* At the end of each turn I of a loop over items in memory, of some nanoseconds each. */
static always_inline bool charge_loop(Runtime *rt, int64_t i) must_check;
static always_inline bool charge_loop(Runtime *rt, int64_t i) { return likely((i & 1023) != 1023) || charge(rt, 1024 / 8); }

/* Such work on COUNT items, or on SIZE bytes that are read.  What is written lies in a new
 * block, whose allocation has charged it (heap.fuel). */
static always_inline bool charge_items(Runtime *rt, int64_t count) must_check;
static always_inline bool charge_items(Runtime *rt, int64_t count)
{
    return likely(count < 64) || charge_time(rt, 3.0 * (double)count);
}
static always_inline bool charge_bytes(Runtime *rt, size_t size) must_check;
static always_inline bool charge_bytes(Runtime *rt, size_t size) { return likely(size < 4096) || charge_time(rt, (double)size / 4); }

/* From a signal handler or another thread. */
void budget_interrupt(Runtime *rt, int reason);

/* STEPS (0: any number) and SECONDS (0: any time) from now on; a stopped program may go on. */
void budget_arm(Runtime *rt, uint64_t steps, double seconds);

/* Steps since the last arming. */
uint64_t budget_steps(const Runtime *rt);

/* Seconds that are left; INFINITY without a limit.  For calls that wait. */
double budget_seconds(const Runtime *rt);

/* The program is stopped: set the pending exception.  Always false. */
bool budget_raise_stopped(Runtime *rt);

/* May code of the program start?  False: it is stopped, and that is pending. */
static always_inline bool budget_may_run(Runtime *rt)
{
    return charge(rt, 1) && (likely(!rt->stopped) || budget_raise_stopped(rt));
}

#endif
