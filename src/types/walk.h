/* Drawing the items of any iterable in C, without an iterator object where the iterable
 * is an exact list or tuple.
 *
 *     Walk w;
 *     if (!walk_open(rt, &w, iterable)) ...
 *     while ((item = walk_next(rt, &w))) ... release(rt, item);
 *     fine = walk_close(rt, &w);
 *
 * A list may change meanwhile: each step looks at it again, as its iterator does. */
#ifndef OURO_TYPES_WALK_H
#define OURO_TYPES_WALK_H

#include "object/protocol.h"
#include "object/values.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/tuple.h"

typedef struct Walk {
    enum { WALK_ITERATOR, WALK_LIST, WALK_TUPLE, WALK_RANGE } kind;
    Value source;               /* the list or tuple, or an iterator */
    int64_t index;
} Walk;

static inline bool walk_open(Runtime *rt, Walk *w, Borrowed iterable) must_check;
static inline bool walk_open(Runtime *rt, Walk *w, Borrowed iterable)
{
    w->index = 0;
    w->kind = object_is_exactly(iterable, rt->list_type) ? WALK_LIST
        : object_is_exactly(iterable, rt->tuple_type) ? WALK_TUPLE : WALK_ITERATOR;
    w->source = w->kind == WALK_ITERATOR ? get_iter(rt, iterable) : retain(iterable);
    if (w->kind == WALK_ITERATOR && object_is_exactly(w->source, rt->range_iterator_type))
        w->kind = WALK_RANGE;
    return w->source != NULL;
}

/* The items that can be had without running any code, from the next one on; they are borrowed
 * for as long as no code runs, and walk_skip says how many were taken. */
static inline int64_t walk_run(const Walk *w, const Value **items)
{
    if (w->kind == WALK_LIST) {
        *items = ((List *)w->source)->items + w->index;
        return MAX(list_count(w->source) - w->index, 0);
    }
    if (w->kind == WALK_TUPLE) {
        *items = tuple_items(w->source) + w->index;
        return tuple_count(w->source) - w->index;
    }
    return 0;
}

static inline bool walk_skip(Runtime *rt, Walk *w, int64_t count) must_check;
static inline bool walk_skip(Runtime *rt, Walk *w, int64_t count)
{
    w->index += count;
    return charge(rt, count);
}

static inline Owned walk_step(Runtime *rt, Borrowed iterator)
{
    Value item = iterator_step(rt, iterator);
    if (unlikely(!item) && error_pending(rt))
        (void)error_clear_if(rt, rt->StopIteration);
    return item;
}

/* NULL: the end, or an exception that walk_close tells. */
static inline Owned walk_next(Runtime *rt, Walk *w)
{
    /* The end is a step too. */
    if (w->kind != WALK_ITERATOR && !charge(rt, 1))
        return NULL;
    switch (w->kind) {
    case WALK_LIST:
        if (w->index >= list_count(w->source))
            return NULL;
        return retain(list_item_peek(w->source, w->index++));
    case WALK_TUPLE:
        if (w->index >= tuple_count(w->source))
            return NULL;
        return retain(tuple_item_peek(w->source, w->index++));
    case WALK_RANGE: {
        RangeIterator *it = (RangeIterator *)w->source;
        if (unlikely(!small_int_fits(it->next)))
            return walk_step(rt, w->source);
        if (it->left <= 0)
            return NULL;
        Value item = small_int_value(it->next);
        it->left--;
        it->next = (int64_t)((uint64_t)it->next + (uint64_t)it->step);
        return item;
    }
    default:
        return walk_step(rt, w->source);
    }
}

/* False: an exception is set, from the walk or from the caller's own work. */
static inline bool walk_close(Runtime *rt, Walk *w) must_check;
static inline bool walk_close(Runtime *rt, Walk *w)
{
    bool fine = !error_pending(rt);
    release(rt, w->source);
    return fine;
}

#endif
