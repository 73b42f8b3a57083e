/* One collection, from beginning to end.
 *
 *   suspects = generation 0 .. g: young objects, moved to the array `dying`, and for
 *              a full collection all old ones, found by walking the container pools
 *   1 count      payload := count, for every suspect
 *   2 subtract   each reference from a suspect to a suspect: payload - 1
 *   3 mark       payload > 0 is referred to from outside: it and what it reaches live
 *   4 split      the living are promoted; COLLECTING stays set on the others
 *   5 weak       references to the others are cleared, callbacks run
 *   6 finalize   each other object once; if any code ran, 1 to 4 again over the others
 *   7 clear      what is left
 *
 * In 1 to 4 nothing is allocated but room for promoted objects, and nothing runs.
 * From 5 on anything may happen: an object that is freed leaves `dying` or the
 * pools, one that is made is not COLLECTING.
 *
 * A full collection counts the other way round: 1 and 2 are one walk that adds up the
 * references from inside, and 3 compares them with the count.
 *
 * Marking keeps a bounded stack.  What does not fit is GREY, and found again by
 * another walk over the suspects.
 *
 * Children lie anywhere in memory.  In 2 and 3 each passes through a window of a few
 * places before it is touched, so that as many cache misses are under way at once.
 *
 * Trial deletion: Christopher, "Reference count garbage collection", 1984; Bacon
 * and Rajan, 2001; order, thresholds and the treatment of weak references and
 * finalizers are those of CPython 3.11.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "gc/epoch.h"

enum { STACK = 500, SPARE_CAPACITY = 1 << 14 };

typedef struct Round {
    Gc *gc;
    int generation;
    bool full, quiet;
    bool noted;                 /* of the old objects only the suspects of an epoch */
    bool inside;                /* payloads count the references from inside */
    bool code_ran;
    size_t candidates, unreachable, survivors;
    size_t old_unreachable;     /* of these, old: the pools must be walked for them */
    size_t weak, finalizers;    /* unreachable objects with either */
} Round;

typedef struct Marker {
    Window window;
    Object *stack[STACK];
    unsigned depth;
    bool overflow;
} Marker;

typedef void (*RoundVisit)(Round *round, Object *object);

/* ---- the suspects ---- */

typedef struct OldVisit { Round *round; RoundVisit visit; } OldVisit;

static always_inline void visit_block(void *argument, void *block)
{
    OldVisit *old = argument;
    Object *object = block;
    if (is_in_generation(object, GC_OLD))
        old->visit(old->round, object);
}

static always_inline bool visit_step(void *argument, void *block)
{
    visit_block(argument, block);
    return true;
}

static always_inline void each_noted(Round *round, RoundVisit visit)
{
    OldVisit argument = { round, visit };
    HeapCursor cursor;
    heap_cursor_open_noted(&cursor, &round->gc->heap);
    heap_cursor_run(&cursor, visit_step, &argument);
    heap_cursor_close(&cursor);
}

static always_inline void each_old(Round *round, RoundVisit visit)
{
    OldVisit argument = { round, visit };
    if (round->noted)
        each_noted(round, visit);
    else
        heap_each(&round->gc->heap, DOMAIN_CONTAINER, visit_block, &argument);
}

/* Objects that stand side by side in the array lie anywhere in memory. */
static always_inline void young_prefetch(const GcYoung *young, uint32_t i)
{
    enum { AHEAD = 12 };
    if (i + AHEAD < young->count)
        __builtin_prefetch(young->items[i + AHEAD], 1);
}

/* Old first, as everywhere.  VISIT neither allocates nor frees. */
static always_inline void each_suspect(Round *round, bool old, RoundVisit visit)
{
    GcYoung *dying = &round->gc->dying;
    if (old)
        each_old(round, visit);
    for (uint32_t i = 0; i < dying->count; i++) {
        young_prefetch(dying, i);
        if (dying->items[i])
            visit(round, dying->items[i]);
    }
}

/* ---- 1 to 4 ---- */

static uint32_t payload_for(const Object *object)
{
    bool many = object->count < 0 || object->count >= GC_PAYLOAD_MAX;
    return many ? GC_PAYLOAD_MAX : (uint32_t)object->count;
}

static always_inline void count_suspect(Round *round, Object *object)
{
    if (round->noted && !is_suspect(object))
        return;
    round->candidates++;
    object->gc |= GC_COLLECTING;
    set_payload(object, payload_for(object));
}

static always_inline void recount_suspect(Round *round, Object *object)
{
    (void)round;
    if (object->gc & GC_COLLECTING)
        set_payload(object, payload_for(object));
}

static always_inline void subtract(Object *child)
{
    if (!(child->gc & GC_COLLECTING))
        return;
    uint32_t payload = payload_of(child);
    assert(payload > 0 && "more references found than counted");
    if (payload != GC_PAYLOAD_MAX && payload > 0)
        child->gc -= 1u << GC_PAYLOAD_SHIFT;
}

static int subtract_reference(Object *child, void *argument)
{
    Object *due = window_pass(argument, child);
    if (due)
        subtract(due);
    return 0;
}

typedef struct SubtractRound { Round round; Window window; } SubtractRound;

static always_inline void subtract_from(Round *round, Object *object)
{
    if (object->gc & GC_COLLECTING)
        object_gc_type(object)->traverse(object, subtract_reference, &((SubtractRound *)round)->window);
}

static void subtract_all(Round *round, bool old)
{
    SubtractRound argument = { .round = *round };
    each_suspect(&argument.round, old, subtract_from);
    for (unsigned i = 0; i < WINDOW; i++)
        if (argument.window.place[i])
            subtract(argument.window.place[i]);
}

/* When all tracked objects are suspects, 1 and 2 are one walk: whatever comes along becomes
 * a suspect, and what is counted are the references found, from nothing upwards. */
static always_inline void suspect(Object *object)
{
    if (!(object->gc & GC_COLLECTING))
        object->gc = (object->gc & (GC_FINALIZED | GC_TRACKED | GC_GENERATION)) | GC_COLLECTING;
}

static always_inline void add(Object *child)
{
    if ((child->gc & (GC_TRACKED | GC_GENERATION)) == generation_flags(GC_FROZEN) || !gc_is_tracked(child))
        return;
    suspect(child);
    if (likely(payload_of(child) != GC_PAYLOAD_MAX))
        child->gc += 1u << GC_PAYLOAD_SHIFT;
}

static int add_reference(Object *child, void *argument)
{
    Object *due = window_pass(argument, child);
    if (due)
        add(due);
    return 0;
}

static always_inline void add_from(Round *round, Object *object)
{
    round->candidates++;
    suspect(object);
    object_gc_type(object)->traverse(object, add_reference, &((SubtractRound *)round)->window);
}

static void add_all(Round *round)
{
    SubtractRound argument = { .round = *round };
    each_suspect(&argument.round, true, add_from);
    for (unsigned i = 0; i < WINDOW; i++)
        if (argument.window.place[i])
            add(argument.window.place[i]);
    round->candidates = argument.round.candidates;
}

static always_inline bool is_root(const Round *round, const Object *object)
{
    if (!round->inside)
        return payload_of(object) > 0;
    uint32_t count = payload_for(object);
    assert(count >= payload_of(object) && "more references found than counted");
    return count == GC_PAYLOAD_MAX || count > payload_of(object);
}

static always_inline void mark_object(Marker *marker, Object *object)
{
    if (!(object->gc & GC_COLLECTING))
        return;
    object->gc &= ~(uint32_t)GC_COLLECTING;
    if (marker->depth < STACK) {
        marker->stack[marker->depth++] = object;
    } else {
        object->gc |= GC_GREY;
        marker->overflow = true;
    }
}

static int mark_child(Object *child, void *argument)
{
    Marker *marker = argument;
    Object *due = window_pass(&marker->window, child);
    if (due)
        mark_object(marker, due);
    return 0;
}

/* What is still in the window at the end comes out with mark_rest. */
static void mark_from(Marker *marker, Object *object)
{
    object->gc &= ~(uint32_t)(GC_COLLECTING | GC_GREY);
    object_gc_type(object)->traverse(object, mark_child, marker);
    while (marker->depth) {
        object = marker->stack[--marker->depth];
        object_gc_type(object)->traverse(object, mark_child, marker);
    }
}

static void mark_rest(Marker *marker)
{
    for (unsigned empty = 0; empty < WINDOW;) {
        Object **place = &marker->window.place[marker->window.next++ % WINDOW], *object = *place;
        *place = NULL;
        empty++;
        if (object && (object->gc & GC_COLLECTING)) {
            mark_from(marker, object);
            empty = 0;
        }
    }
}

typedef struct MarkRound { Round round; Marker *marker; } MarkRound;

static always_inline void mark_root(Round *round, Object *object)
{
    if ((object->gc & GC_COLLECTING) && is_root(round, object))
        mark_from(((MarkRound *)round)->marker, object);
}

static always_inline void mark_grey(Round *round, Object *object)
{
    if (object->gc & GC_GREY)
        mark_from(((MarkRound *)round)->marker, object);
}

/* What code would have to be run for cannot die in a quiet collection. */
static always_inline void mark_loud(Round *round, Object *object)
{
    bool finalizer = object_gc_type(object)->finalize && !(object->gc & GC_FINALIZED);
    if ((object->gc & GC_COLLECTING) && (finalizer || (object->type_word & OBJECT_WEAK)))
        mark_from(((MarkRound *)round)->marker, object);
}

static void mark(Round *round, bool old)
{
    Marker marker = { .depth = 0 };
    MarkRound argument = { *round, &marker };
    each_suspect(&argument.round, old, mark_root);
    if (round->quiet)
        each_suspect(&argument.round, old, mark_loud);
    mark_rest(&marker);
    while (marker.overflow) {
        marker.overflow = false;
        each_suspect(&argument.round, old, mark_grey);
        mark_rest(&marker);
    }
}

static void note_unreachable(Round *round, const Object *object)
{
    round->unreachable++;
    round->weak += (object->type_word & OBJECT_WEAK)
        || (object_gc_type(object)->flags & GCTYPE_WEAKREF);
    round->finalizers += object_gc_type(object)->finalize && !(object->gc & GC_FINALIZED);
}

static bool untrack_survivor(Gc *gc, Object *object)
{
    return (object_gc_type(object)->flags & GCTYPE_UNTRACKABLE) && gc->may_untrack
        && gc->may_untrack(gc, object);
}

static void promote(Round *round, Object *object)
{
    Gc *gc = round->gc;
    if (untrack_survivor(gc, object)) {
        object->gc &= GC_FINALIZED;
        return;
    }
    round->survivors++;
    if (round->generation > 0 || !young_push(gc, &gc->young[1], object, generation_flags(1)))
        set_old(gc, object);
}

/* The living leave `dying`, the others close up. */
static void split_young(Round *round)
{
    GcYoung *dying = &round->gc->dying;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < dying->count; i++) {
        Object *object = dying->items[i];
        young_prefetch(dying, i);
        if (!object)
            continue;
        if (object->gc & GC_COLLECTING) {
            object->gc = (object->gc & GC_FINALIZED) | GC_TRACKED | GC_COLLECTING | kept << GC_PAYLOAD_SHIFT;
            dying->items[kept++] = object;
            note_unreachable(round, object);
        } else {
            promote(round, object);
        }
    }
    dying->count = kept;
    dying->holes = 0;
}

/* Sees every old object: also those promoted meanwhile, which are living. */
static always_inline void split_old(Round *round, Object *object)
{
    if (object->gc & GC_COLLECTING) {
        round->old_unreachable++;
        note_unreachable(round, object);
    } else {
        promote(round, object);
    }
}

static void split(Round *round, bool old)
{
    round->unreachable = round->old_unreachable = round->weak = round->finalizers = round->survivors = 0;
    if (old)
        each_old(round, split_old);
    split_young(round);
}

static void find_unreachable(Round *round)
{
    round->inside = round->full && !round->noted;
    if (round->inside) {
        add_all(round);
    } else {
        each_suspect(round, round->noted, count_suspect);
        subtract_all(round, round->noted);
    }
    mark(round, round->full);
    split(round, round->full);
}

/* After code of the program ran: only what was unreachable can still be. */
static void find_again(Round *round)
{
    bool old = round->old_unreachable != 0;
    round->inside = false;
    size_t survivors = round->survivors;
    each_suspect(round, old, recount_suspect);
    subtract_all(round, old);
    mark(round, old);
    split(round, old);
    round->survivors = survivors;
}

/* ---- the unreachable, one by one, while anything may happen ---- */

typedef struct Unreachable {
    Round *round;
    HeapCursor cursor;
    bool old;
    uint32_t index;
} Unreachable;

static void unreachable_open(Unreachable *walk, Round *round)
{
    *walk = (Unreachable){ .round = round, .old = round->old_unreachable != 0 };
    if (walk->old && round->noted)
        heap_cursor_open_noted(&walk->cursor, &round->gc->heap);
    else if (walk->old)
        heap_cursor_open(&walk->cursor, &round->gc->heap, 1 << DOMAIN_CONTAINER);
}

static void unreachable_close(Unreachable *walk)
{
    if (walk->old)
        heap_cursor_close(&walk->cursor);
    walk->old = false;
}

static Object *next_old(Unreachable *walk)
{
    HeapBlock block;
    while (heap_cursor_next(&walk->cursor, &block)) {
        Object *object = block.start;
        if (is_in_generation(object, GC_OLD) && (object->gc & GC_COLLECTING))
            return object;
    }
    unreachable_close(walk);
    return NULL;
}

static Object *unreachable_next(Unreachable *walk)
{
    Object *object = walk->old ? next_old(walk) : NULL;
    GcYoung *dying = &walk->round->gc->dying;
    while (!object && walk->index < dying->count)
        object = dying->items[walk->index++];
    return object;
}

/* OBJECT is no longer suspected; it survives as an old object or of the next generation. */
static void acquit(Round *round, Object *object)
{
    GcYoung *dying = &round->gc->dying;
    if (gc_generation(object) < GC_YOUNG) {
        dying->items[payload_of(object)] = NULL;
        dying->holes++;
    }
    if (round->generation > 0 || !young_push(round->gc, &round->gc->young[1], object, generation_flags(1)))
        set_old(round->gc, object);
}

/* ---- 5 to 7 ---- */

static bool is_collected_too(const WeakRef *reference)
{
    return reference->head.gc & GC_COLLECTING;
}

static WeakRef *last_of(WeakRef *list)
{
    while (list && list->next)
        list = list->next;
    return list;
}

/* All references are cleared before the first callback runs: no callback can
 * reach an object that is about to be torn down. */
static void handle_weak(Round *round)
{
    WeakRef *queue = NULL, *last = NULL;
    Unreachable walk;
    unreachable_open(&walk, round);
    for (Object *object; (object = unreachable_next(&walk));) {
        if (object_gc_type(object)->flags & GCTYPE_WEAKREF)
            weak_detach(round->gc, (WeakRef *)object);
        if (!(object->type_word & OBJECT_WEAK))
            continue;
        WeakRef *list = weak_clear_list(round->gc, object, is_collected_too);
        *(last ? &last->next : &queue) = list;
        last = list ? last_of(list) : last;
    }
    unreachable_close(&walk);
    if (queue) {
        round->code_ran = true;
        weak_call_back(round->gc, queue);
    }
}

static void run_finalizers(Round *round)
{
    Gc *gc = round->gc;
    Unreachable walk;
    unreachable_open(&walk, round);
    for (Object *object; (object = unreachable_next(&walk));) {
        const GcType *type = object_gc_type(object);
        if (!type->finalize || (object->gc & GC_FINALIZED))
            continue;
        round->code_ran = true;
        object->gc |= GC_FINALIZED;
        object_retain(object);
        GcDepth before = gc_code_enter(gc);
        type->finalize(gc, object);
        gc_code_leave(gc, before);
        object_release(gc, object);
    }
    unreachable_close(&walk);
}

static void clear_object(Round *round, Object *object)
{
    const GcType *type = object_gc_type(object);
    object_retain(object);
    if (type->clear)
        type->clear(round->gc, object);
    if ((object->gc & GC_COLLECTING) && object->count > 1)
        acquit(round, object);
    object_release(round->gc, object);
}

static void clear_unreachable(Round *round)
{
    Gc *gc = round->gc;
    bool save = !round->quiet && (gc->debug & GC_DEBUG_SAVEALL) && gc->on_garbage;
    Unreachable walk;
    unreachable_open(&walk, round);
    for (Object *object; (object = unreachable_next(&walk));) {
        if (save) {
            acquit(round, object);
            gc->on_garbage(gc, object);
        } else {
            clear_object(round, object);
        }
    }
    unreachable_close(&walk);
}

static void report_collectable(Round *round)
{
    Gc *gc = round->gc;
    if (round->quiet || !(gc->debug & GC_DEBUG_COLLECTABLE) || !gc->on_collectable)
        return;
    Unreachable walk;
    unreachable_open(&walk, round);
    for (Object *object; (object = unreachable_next(&walk));)
        gc->on_collectable(gc, object);
    unreachable_close(&walk);
}

/* ---- the whole ---- */

/* The suspects of the young generations go to `dying`, in CPython's order. */
static void gather(Round *round)
{
    Gc *gc = round->gc;
    GcYoung *array = &gc->young[round->generation == 1];
    if (round->generation > 0)
        young_append(gc, array, &gc->young[round->generation == 1 ? 0 : 1]);
    GcYoung spare = gc->dying;
    assert(spare.count == 0);
    gc->dying = *array;
    *array = spare;
}

static void advance_counters(Gc *gc, int generation)
{
    if (generation + 1 < GC_GENERATIONS)
        gc->counter[generation + 1].count++;
    for (int i = 0; i <= generation; i++)
        gc->counter[i].count = 0;
}

/* How much has become old since the last full collection, and how much was then. */
static void note_long_lived(Round *round)
{
    Gc *gc = round->gc;
    if (round->full) {
        gc->long_lived_total = round->survivors;
        gc->long_lived_pending = 0;
    } else if (round->generation == GC_GENERATIONS - 2) {
        gc->long_lived_pending += round->survivors;
        if (gc->epoch)
            epoch_promoted(gc, round->survivors);
    }
}

static void drop_dying(Gc *gc)
{
    gc->dying.count = gc->dying.holes = 0;
    if (gc->dying.capacity > SPARE_CAPACITY)
        young_release(gc, &gc->dying);
}

static size_t finish_unreachable(Round *round)
{
    if (round->unreachable)
        report_collectable(round);
    if (round->weak)
        handle_weak(round);
    if (round->finalizers)
        run_finalizers(round);
    if (round->code_ran)
        find_again(round);
    size_t collected = round->unreachable;
    if (collected)
        clear_unreachable(round);
    return collected;
}

static size_t run_round(Round *round)
{
    gather(round);
    find_unreachable(round);
    note_long_lived(round);
    size_t collected = finish_unreachable(round);
    drop_dying(round->gc);
    return collected;
}

size_t collect_noted(Gc *gc)
{
    Round round = { .gc = gc, .generation = GC_OLD, .full = true, .noted = true };
    find_unreachable(&round);
    return finish_unreachable(&round);
}

uint64_t gc_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

typedef struct Clock { uint64_t wall, thread; } Clock;

static Clock clock_read(void)
{
    return (Clock){ gc_clock(CLOCK_MONOTONIC), gc_clock(CLOCK_THREAD_CPUTIME_ID) };
}

static void note_stats(Gc *gc, int generation, const GcResult *result)
{
    GcStats *stats = &gc->stats[generation];
    stats->collections++;
    stats->collected += result->collected;
    stats->candidates += result->candidates;
    stats->nanoseconds += result->nanoseconds;
    stats->longest = MAX(stats->longest, result->nanoseconds);
}

static void report_phase(Gc *gc, GcPhase phase, int generation, GcResult result)
{
    if (gc->on_phase)
        gc->on_phase(gc, phase, generation, result);
}

/* The epoch that ended in this collection is reported as a collection of its own. */
static void report_ended(Gc *gc)
{
    GcResult none = { 0 }, result = gc->ended;
    if (!gc->has_ended)
        return;
    gc->has_ended = false;
    report_phase(gc, GC_START, GC_OLD, none);
    report_phase(gc, GC_STOP, GC_OLD, result);
}

/* A slice of the epoch belongs to the stop that the young collection makes. */
static GcResult run(Round *round, CollectMode mode)
{
    Gc *gc = round->gc;
    Clock start = clock_read();
    GcResult result = { .collected = run_round(round) };
    if (mode == COLLECT_AUTOMATIC && gc->epoch)
        epoch_slice(gc);
    Clock end = clock_read();
    result.candidates = round->candidates;
    result.nanoseconds = end.wall - start.wall;
    note_stats(gc, round->generation, &result);
    gc_note_pause(mode == COLLECT_REQUESTED ? &gc->requested_pauses : &gc->pauses, end.thread - start.thread);
    return result;
}

void collect_slice(Gc *gc)
{
    gc->collecting = true;
    Clock start = clock_read();
    epoch_slice(gc);
    gc_note_pause(&gc->pauses, clock_read().thread - start.thread);
    report_ended(gc);
    gc->collecting = false;
}

GcResult collect(Gc *gc, int generation, CollectMode mode)
{
    bool quiet = mode == COLLECT_QUIET;
    Round round = {
        .gc = gc, .generation = generation, .full = generation == GC_OLD, .quiet = quiet,
    };
    gc->collecting = true;
    if (!quiet)
        report_phase(gc, GC_START, generation, (GcResult){ 0 });
    advance_counters(gc, generation);
    GcResult result = run(&round, mode);
    if (!quiet) {
        report_phase(gc, GC_STOP, generation, result);
        report_ended(gc);
    }
    gc->collecting = false;
    return result;
}
