/* Taking values apart: a, b = v and a, *b, c = v; and the start of an iteration. */
#include "vm/interpreter.h"

#include "types/list.h"
#include "types/tuple.h"

bool op_get_iter(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value iterator = get_iter(rt, operand_peek(frame, pc->b));
    return iterator && finish_one(rt, frame, pc->a, iterator, pc->b);
}

static bool raise_count(Runtime *rt, int64_t expected, int64_t got, bool at_least)
{
    if (got > expected)
        return raise(rt, rt->ValueError, "too many values to unpack (expected %zd)", expected);
    return raise(rt, rt->ValueError, "not enough values to unpack (expected %s%zd, got %zd)",
                 at_least ? "at least " : "", expected, got);
}

/* Exact tuples and lists: the items lie there. */
static bool plain_items(Runtime *rt, Borrowed v, const Value **items, int64_t *count)
{
    if (object_is_exactly(v, rt->tuple_type)) {
        *items = tuple_items(v);
        *count = tuple_count(v);
        return true;
    }
    if (object_is_exactly(v, rt->list_type)) {
        *items = ((List *)v)->items;
        *count = list_count(v);
        return true;
    }
    return false;
}

static Owned unpack_iter(Runtime *rt, Borrowed v)
{
    Value iterator = get_iter(rt, v);
    const Slots *slots = value_type(rt, v)->slots;
    if (!iterator && !slots->iter && !slots->item && !slots->get_item && error_clear_if(rt, rt->TypeError))
        raise(rt, rt->TypeError, "cannot unpack non-iterable %.200T object", v);
    return iterator;
}

/* COUNT items of ITERATOR into TARGETS, as far as there are any; how many there were, or -1. */
static int64_t unpack_some(Runtime *rt, Borrowed iterator, Value *targets, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        Value item = iter_next(rt, iterator);
        if (!item)
            return error_pending(rt) ? -1 : i;
        value_replace(rt, &targets[i], item);
    }
    return count;
}

static bool unpack_exactly(Runtime *rt, Borrowed iterator, Value *targets, int64_t count)
{
    int64_t got = unpack_some(rt, iterator, targets, count);
    if (got < 0)
        return false;
    if (got < count)
        return raise_count(rt, count, got, false);
    Value extra = iter_next(rt, iterator);
    if (extra) {
        release(rt, extra);
        return raise_count(rt, count, count + 1, false);
    }
    return !error_pending(rt);
}

/* The targets may be the register that V came from: it is owned here. */
static bool unpack_sequence(Runtime *rt, Borrowed v, Value *targets, int64_t count)
{
    const Value *items;
    int64_t got;
    if (plain_items(rt, v, &items, &got)) {
        if (got != count)
            return raise_count(rt, count, got, false);
        for (int64_t i = 0; i < count; i++)
            targets[i] = retain(items[i]);
        return true;
    }
    Value iterator = unpack_iter(rt, v);
    bool done = iterator && unpack_exactly(rt, iterator, targets, count);
    release(rt, iterator);
    return done;
}

bool op_unpack_sequence(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_take(frame, pc->b);
    bool done = unpack_sequence(rt, v, frame->registers + pc->a, pc->c);
    release(rt, v);
    return done;
}

/* The last AFTER items of LIST move into TARGETS. */
static bool unpack_tail(Runtime *rt, Borrowed list, Value *targets, int64_t before, int64_t after)
{
    List *l = (List *)list;
    if (l->count < after)
        return raise_count(rt, before + after, before + l->count, true);
    for (int64_t i = 0; i < after; i++)
        value_replace(rt, &targets[i], l->items[l->count - after + i]);
    l->count -= after;
    return true;
}

static bool unpack_star(Runtime *rt, Borrowed iterator, Value *targets, int64_t before, int64_t after)
{
    int64_t got = unpack_some(rt, iterator, targets, before);
    if (got < 0)
        return false;
    if (got < before)
        return raise_count(rt, before + after, got, true);
    Value rest = sequence_list(rt, iterator);
    if (!rest)
        return false;
    value_replace(rt, &targets[before], rest);
    return unpack_tail(rt, rest, targets + before + 1, before, after);
}

bool op_unpack_ex(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_take(frame, pc->b);
    Value iterator = unpack_iter(rt, v);
    bool done = iterator && unpack_star(rt, iterator, frame->registers + pc->a, pc->c, pc[1].target);
    release(rt, iterator);
    release(rt, v);
    return done;
}
