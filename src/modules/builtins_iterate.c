/* all, any, sum, min, max, sorted, iter, next. */
#include "modules/builtins.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "vm/vm.h"
#include "types/float.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/walk.h"

/* Pass over items whose truth is plain to see and not WANTED. */
static bool skip_plain(Runtime *rt, Walk *w, int wanted)
{
    const Value *items;
    int64_t count = walk_run(w, &items), i = 0;
    for (; i < count; i++) {
        Value v = items[i];
        bool known = value_is_small_int(v) || v == TRUE || v == FALSE || v == NONE;
        bool truth = v == TRUE || (value_is_small_int(v) && small_int(v));
        if (!known || truth == wanted)
            break;
    }
    return i == 0 || walk_skip(rt, w, i);
}

/* The first item whose truth is WANTED ends it: 1; none: 0; error: -1. */
static int find_truth(Runtime *rt, Borrowed iterable, int wanted)
{
    Walk w;
    Value item;
    if (!walk_open(rt, &w, iterable))
        return -1;
    int found = 0;
    while (!found && skip_plain(rt, &w, wanted) && (item = walk_next(rt, &w))) {
        int truth = value_truth(rt, item);
        release(rt, item);
        found = truth < 0 ? -1 : truth == wanted;
    }
    return walk_close(rt, &w) ? found : -1;
}

Owned builtin_all(Runtime *rt, Borrowed self unused, const Value *args)
{
    int found = find_truth(rt, args[0], 0);
    return found < 0 ? NULL : bool_value(!found);
}

Owned builtin_any(Runtime *rt, Borrowed self unused, const Value *args)
{
    int found = find_truth(rt, args[0], 1);
    return found < 0 ? NULL : bool_value(found);
}

static bool check_sum_start(Runtime *rt, Borrowed start)
{
    if (value_is_str(start))
        return raise(rt, rt->TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    if (object_has_type_flag(start, TYPE_IS_BYTES))
        return raise(rt, rt->TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (object_has_type_flag(start, TYPE_IS_BYTEARRAY))
        return raise(rt, rt->TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
    return true;
}

/* Immediates are added here; everything else by the type. */
static Owned add_steal(Runtime *rt, Owned total, Borrowed item)
{
    int64_t sum;
    if (values_are_small_ints(total, item)) {
        if (!__builtin_add_overflow(small_int(total), small_int(item), &sum) && small_int_fits(sum))
            return small_int_value(sum);
    } else if (value_is_flonum(total) && value_is_flonum(item)) {
        return float_value(rt, flonum(total) + flonum(item));
    }
    Value next = binary(rt, total, item, BINARY_ADD);
    release(rt, total);
    return next;
}

/* As many small ints as stand there and fit. */
static bool sum_ints(Runtime *rt, Walk *w, Value *total)
{
    const Value *items;
    int64_t count = walk_run(w, &items), i = 0, sum = small_int(*total), next;
    for (; i < count && value_is_small_int(items[i]); i++) {
        if (__builtin_add_overflow(sum, small_int(items[i]), &next) || unlikely(!small_int_fits(next)))
            break;
        sum = next;
    }
    *total = small_int_value(sum);
    return i == 0 || walk_skip(rt, w, i);
}

/* Immediate floats, while the total can be one. */
static bool sum_floats(Runtime *rt, Walk *w, Value *total)
{
    const Value *items;
    int64_t count = walk_run(w, &items), i = 0;
    double sum = flonum(*total);
    Value fits = *total;
    for (; i < count && value_is_flonum(items[i]); i++) {
        double next = sum + flonum(items[i]);
        if (!flonum_encode(next, &fits))
            break;
        sum = next;
        *total = fits;
    }
    return i == 0 || walk_skip(rt, w, i);
}

static bool sum_run(Runtime *rt, Walk *w, Value *total)
{
    return value_is_small_int(*total) ? sum_ints(rt, w, total) : value_is_flonum(*total) ? sum_floats(rt, w, total) : true;
}

Owned builtin_sum(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value total = args[1] ? retain(args[1]) : small_int_value(0), item;
    if (!check_sum_start(rt, total))
        return release(rt, total), NULL;
    Walk w;
    if (!walk_open(rt, &w, args[0]))
        return release(rt, total), NULL;
    while (total && sum_run(rt, &w, &total) && (item = walk_next(rt, &w))) {
        total = add_steal(rt, total, item);
        release(rt, item);
    }
    if (!walk_close(rt, &w)) {
        release(rt, total);
        return NULL;
    }
    return total;
}

/* -- min and max */

typedef struct Extreme {
    const char *name;
    CompareOp op;
    Value key, otherwise;       /* borrowed; NULL: not given */
    Value best, best_key;       /* owned */
} Extreme;

static bool extreme_keywords(Runtime *rt, Extreme *e, const Value *values, Borrowed keywords)
{
    for (int64_t i = 0; keywords && i < tuple_count(keywords); i++) {
        Value name = tuple_item_peek(keywords, i);
        if (str_equal_text(name, "key"))
            e->key = values[i] == NONE ? NULL : values[i];
        else if (str_equal_text(name, "default"))
            e->otherwise = values[i];
        else
            return raise(rt, rt->TypeError, "'%U' is an invalid keyword argument for %s()", name, e->name);
    }
    return true;
}

/* Takes ITEM. */
static bool extreme_offer_steal(Runtime *rt, Extreme *e, Owned item)
{
    Value key = e->key ? call_one(rt, e->key, item) : retain(item);
    if (!key)
        return release(rt, item), false;
    int better = e->best ? compare_true(rt, key, e->best_key, e->op) : 1;
    if (better > 0) {
        value_replace(rt, &e->best, item);
        value_replace(rt, &e->best_key, key);
    } else {
        release(rt, item);
        release(rt, key);
    }
    return better >= 0;
}

static always_inline bool plain_better(Value item, Value best, CompareOp op)
{
    if (value_is_small_int(item))
        return op == COMPARE_LT ? small_int(item) < small_int(best) : small_int(item) > small_int(best);
    return op == COMPARE_LT ? flonum(item) < flonum(best) : flonum(item) > flonum(best);
}

/* Offer the ints, or the immediate floats, that stand there, while the best is one. */
static bool extreme_run(Runtime *rt, Extreme *e, Walk *w)
{
    const Value *items;
    int64_t count = e->key ? 0 : walk_run(w, &items), i = 0;
    if (!count)
        return true;
    Value best = e->best ? e->best : items[0];
    if (!value_is_small_int(best) && !value_is_flonum(best))
        return true;
    bool ints = value_is_small_int(best);
    for (; i < count && (ints ? value_is_small_int(items[i]) : value_is_flonum(items[i])); i++)
        if (plain_better(items[i], best, e->op))
            best = items[i];
    e->best = e->best_key = best;       /* all of them immediates */
    return i == 0 || walk_skip(rt, w, i);
}

static bool extreme_of_iterable(Runtime *rt, Extreme *e, Borrowed iterable)
{
    Walk w;
    Value item;
    if (!walk_open(rt, &w, iterable))
        return false;
    while (extreme_run(rt, e, &w) && (item = walk_next(rt, &w)))
        if (!extreme_offer_steal(rt, e, item))
            break;
    return walk_close(rt, &w);
}

static Owned extreme_finish(Runtime *rt, Extreme *e, bool done)
{
    release(rt, e->best_key);
    if (!done) {
        release(rt, e->best);
        return NULL;
    }
    if (e->best)
        return e->best;
    return e->otherwise ? retain(e->otherwise) : raise(rt, rt->ValueError, "%s() arg is an empty sequence", e->name);
}

static Owned extreme(Runtime *rt, Extreme *e, const Value *args, size_t count, Borrowed keywords)
{
    if (!count)
        return raise(rt, rt->TypeError, "%s expected at least 1 argument, got 0", e->name);
    if (!extreme_keywords(rt, e, args + count, keywords))
        return NULL;
    if (count > 1 && e->otherwise)
        return raise(rt, rt->TypeError, "Cannot specify a default for %s() with multiple positional arguments", e->name);
    bool done = true;
    if (count == 1)
        done = extreme_of_iterable(rt, e, args[0]);
    for (size_t i = 0; count > 1 && done && i < count; i++)
        done = extreme_offer_steal(rt, e, retain(args[i]));
    return extreme_finish(rt, e, done);
}

Owned builtin_min(CALL_PARAMETERS)
{
    (void)self;
    Extreme e = { .name = "min", .op = COMPARE_LT };
    return extreme(rt, &e, args, count, keywords);
}

Owned builtin_max(CALL_PARAMETERS)
{
    (void)self;
    Extreme e = { .name = "max", .op = COMPARE_GT };
    return extreme(rt, &e, args, count, keywords);
}

Owned builtin_sorted(CALL_PARAMETERS)
{
    (void)self;
    Value bound[2];
    int reverse = 0;
    if (count != 1)
        return raise(rt, rt->TypeError, "sorted expected 1 argument, got %zu", count);
    if (!arguments_bind(rt, "sort", "(*, key=None, reverse=False)", args + 1, 0, keywords, bound) ||
        !argument_int(rt, bound[1], &reverse))
        return NULL;
    Value list = sequence_list(rt, args[0]);
    if (list && !list_sort(rt, list, bound[0] == NONE ? NULL : bound[0], reverse != 0)) {
        release(rt, list);
        return NULL;
    }
    return list;
}

static bool check_positional(Runtime *rt, const char *name, size_t count, size_t least, size_t most, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%s() takes no keyword arguments", name);
    if (count < least || count > most)
        return raise(rt, rt->TypeError, "%s expected %s %zu argument%s, got %zu", name,
                     count < least ? "at least" : "at most", count < least ? least : most,
                     (count < least ? least : most) == 1 ? "" : "s", count);
    return true;
}

Owned builtin_iter(CALL_PARAMETERS)
{
    (void)self;
    if (!check_positional(rt, "iter", count, 1, 2, keywords))
        return NULL;
    if (count == 1)
        return get_iter(rt, args[0]);
    if (!is_callable(rt, args[0]))
        return raise(rt, rt->TypeError, "iter(v, w): v must be callable");
    return callable_iterator_new(rt, args[0], args[1]);
}

Owned builtin_next(CALL_PARAMETERS)
{
    (void)self;
    if (!check_positional(rt, "next", count, 1, 2, keywords))
        return NULL;
    if (!is_iterator(rt, args[0]))
        return raise(rt, rt->TypeError, "'%T' object is not an iterator", args[0]);
    Value item = value_type(rt, args[0])->slots->next(rt, args[0]);
    if (item)
        return item;
    if (count == 2)
        return error_pending(rt) && !error_clear_if(rt, rt->StopIteration) ? NULL : retain(args[1]);
    return error_pending(rt) ? NULL : raise_stop_iteration(rt, NULL);
}

Owned builtin_aiter(Runtime *rt, Borrowed self unused, const Value *args)
{
    const Slots *slots = value_type(rt, args[0])->slots;
    if (!slots->aiter)
        return raise(rt, rt->TypeError, "'%T' object is not an async iterable", args[0]);
    Value iterator = slots->aiter(rt, args[0]);
    if (iterator && !value_type(rt, iterator)->slots->anext) {
        raise(rt, rt->TypeError, "aiter() returned not an async iterator of type '%T'", iterator);
        release(rt, iterator);
        return NULL;
    }
    return iterator;
}

Owned builtin_anext(CALL_PARAMETERS)
{
    (void)self;
    if (!check_positional(rt, "anext", count, 1, 2, keywords))
        return NULL;
    const Slots *slots = value_type(rt, args[0])->slots;
    if (!slots->anext)
        return raise(rt, rt->TypeError, "'%T' object is not an async iterator", args[0]);
    Value awaitable = slots->anext(rt, args[0]);
    if (!awaitable || count == 1)
        return awaitable;
    Value result = anext_awaitable_new(rt, awaitable, args[1]);
    release(rt, awaitable);
    return result;
}
