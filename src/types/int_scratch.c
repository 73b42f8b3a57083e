/* GMP takes temporary memory through three process-wide functions that must not
 * fail.  Before a large operation a reserve is taken from the heap (so it counts
 * against the limit, and a refusal is a MemoryError); the functions then hand out
 * pieces of the reserve of the running thread.
 *
 *   0 <= used <= size; live = pieces handed out and not yet given back;
 *   live = 0 => used = 0.
 *
 * The functions have no context argument, hence one thread-local pointer: the
 * only variable of the runtime that is not constant.  It is NULL outside of the
 * mpn call it was set for.  Where an estimate was too small, and for everybody
 * else's use of GMP in the process, the functions that stood before are called. */
#include "types/int_scratch.h"

#include <gmp.h>
#include <math.h>
#include <pthread.h>

#include "object/budget.h"
#include "object/error.h"

static _Thread_local Scratch *scratch_current;
static void *(*fallback_alloc)(size_t);
static void *(*fallback_realloc)(void *, size_t, size_t);
static void (*fallback_free)(void *, size_t);
static pthread_once_t scratch_once = PTHREAD_ONCE_INIT;

static bool scratch_owns(const Scratch *s, const void *piece)
{
    return s && (const char *)piece >= s->block && (const char *)piece < s->block + s->size;
}

static void *scratch_alloc(size_t size)
{
    Scratch *s = scratch_current;
    size_t need = round_up(size, 16);
    if (!s || !s->block || need > s->size - s->used)
        return fallback_alloc(size);
    void *piece = s->block + s->used;
    s->used += need;
    s->live++;
    return piece;
}

static void scratch_free(void *piece, size_t size)
{
    Scratch *s = scratch_current;
    if (!scratch_owns(s, piece)) {
        fallback_free(piece, size);
        return;
    }
    size_t need = round_up(size, 16);
    if ((char *)piece + need == s->block + s->used)
        s->used -= need;
    if (--s->live == 0)
        s->used = 0;
}

static void *scratch_realloc(void *piece, size_t old_size, size_t size)
{
    if (!scratch_owns(scratch_current, piece))
        return fallback_realloc(piece, old_size, size);
    void *fresh = scratch_alloc(size);
    memcpy(fresh, piece, MIN(old_size, size));
    scratch_free(piece, old_size);
    return fresh;
}

static void scratch_install(void)
{
    mp_get_memory_functions(&fallback_alloc, &fallback_realloc, &fallback_free);
    mp_set_memory_functions(scratch_alloc, scratch_realloc, scratch_free);
}

/* Measured over mul, sqr, tdiv_qr, get_str, set_str, gcd, gcdext, sqrtrem from 10^3 to
 * 10^7 limbs: no function takes more than 6.6 times
 * its operands; the rest is for what is not given back in order. */
static size_t scratch_estimate(int64_t limbs)
{
    return ((size_t)limbs * 9 + 4096) * sizeof(mp_limb_t);
}

/* Nanoseconds, from above, measured from 10^3 to 10^6 limbs. */
static double estimate_time(int64_t limbs, ScratchCost cost)
{
    double n = (double)limbs, log = log2(n);
    return cost == COST_PRODUCT ? 12 * n * log : cost == COST_TEXT ? 5 * n * log * log : 10 * n * log * log;
}

bool scratch_open(Runtime *rt, Scratch *s, int64_t limbs, ScratchCost cost)
{
    *s = (Scratch){ .rt = rt };
    if (limbs < 32)
        return true;
    if (limbs < SCRATCH_FREE_LIMBS)
        return charge_quiet(rt, limbs * limbs / 512);
    if (!charge_time(rt, estimate_time(limbs, cost)))
        return false;
    pthread_once(&scratch_once, scratch_install);
    s->size = scratch_estimate(limbs);
    s->block = memory_alloc(rt, s->size);
    if (!s->block)
        return raise_memory_error(rt);
    s->outer = scratch_current;
    scratch_current = s;
    return true;
}

void scratch_close(Scratch *s)
{
    if (!s->block)
        return;
    scratch_current = s->outer;
    memory_free(s->rt, s->block);
}
