/* list.sort: stable merge sort of natural runs.
 *
 * Runs are found (a strictly descending one is turned round), short ones filled
 * up by binary insertion, and merged in the order that powersort gives (Munro
 * and Wild, 2018); a merge that keeps taking from one side gallops (Bentley and
 * Yao, as in Peters' timsort).  Keys move in step with values when there is a
 * key function.  At every moment keys[] and values[] hold each item once, or
 * the temporary array holds what is missing: an error in a comparison puts it back.
 *
 * While it sorts, the list is empty with capacity -1; the sorter owns the items. */
#include "types/list.h"
#include "object/budget.h"
#include "types/list_parts.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

enum { RUNS_MAX = 85, GALLOP_FIRST = 7, TEMPORARY_SMALL = 64 };

typedef struct Run { int64_t start, count; int power; } Run;

typedef struct Sorter Sorter;
/* 1: a < b; 0: not; -1: an exception. */
typedef int (*Less)(Sorter *s, Value a, Value b);

/* A place in both arrays; values NULL without a key function. */
typedef struct Cursor { Value *keys, *values; } Cursor;

struct Sorter {
    Runtime *rt;
    Less less, less_first;      /* less_first: of the first items of tuples */
    Cursor items;
    int64_t count;
    Cursor temporary;
    int64_t temporary_size;
    int64_t gallop;             /* wins in a row that start galloping */
    int run_count;
    Run runs[RUNS_MAX];
    Value small[TEMPORARY_SMALL];
};

/* -- comparisons for keys of one type */

static inline int less_any(Sorter *s, Value a, Value b) { return compare_true(s->rt, a, b, COMPARE_LT); }

static always_inline int less_small_int(Sorter *s, Value a, Value b)
{
    (void)s;
    return (int64_t)value_bits(a) < (int64_t)value_bits(b);
}

static inline int less_int(Sorter *s, Value a, Value b)
{
    (void)s;
    return int_compare(a, b) < 0;
}

static always_inline int less_float(Sorter *s, Value a, Value b)
{
    (void)s;
    return float_number(a) < float_number(b);
}

static always_inline uint64_t first_eight(Value v)
{
    uint64_t word;
    memcpy(&word, str_bytes(v), sizeof word);
    return __builtin_bswap64(word);
}

static always_inline int less_str(Sorter *s, Value a, Value b)
{
    (void)s;
    size_t m = str_size(a), n = str_size(b);
    if (likely(m >= 8 && n >= 8)) {
        uint64_t x = first_eight(a), y = first_eight(b);
        if (x != y)
            return x < y;
    } else if (m && n && *str_bytes(a) != *str_bytes(b)) {
        return (unsigned char)*str_bytes(a) < (unsigned char)*str_bytes(b);
    }
    return a != b && str_compare(a, b) < 0;
}

/* Tuples: by the first item with its own comparison, then as tuples do. */
static int less_tuple(Sorter *s, Value a, Value b)
{
    int64_t count = MIN(tuple_count(a), tuple_count(b));
    for (int64_t i = 0; i < count; i++) {
        Value x = tuple_item_peek(a, i), y = tuple_item_peek(b, i);
        if (x == y)
            continue;
        if (values_are_small_ints(x, y))
            return small_int(x) < small_int(y);
        int equal = values_equal(s->rt, x, y);
        if (equal < 0)
            return -1;
        if (!equal)
            return i ? compare_true(s->rt, x, y, COMPARE_LT) : s->less_first(s, x, y);
    }
    return tuple_count(a) < tuple_count(b);
}

static Less less_for_key(Runtime *rt, Value key)
{
    if (value_is_small_int(key))
        return less_small_int;
    if (value_is_flonum(key) || object_is_exactly(key, rt->float_type))
        return less_float;
    if (object_is_exactly(key, rt->str_type))
        return less_str;
    if (object_is_exactly(key, rt->int_type))
        return less_int;
    return less_any;
}

/* One comparison that is right for all COUNT keys (STEP 1 the keys themselves; else their first items). */
static Less less_for(Runtime *rt, Value *keys, int64_t count, bool first_items)
{
    Less less = NULL;
    for (int64_t i = 0; i < count; i++) {
        Less other = less_for_key(rt, first_items ? tuple_item_peek(keys[i], 0) : keys[i]);
        if (!less || (less == less_small_int && other == less_int))
            less = other;
        else if (less != other && !(less == less_int && other == less_small_int))
            return less_any;
    }
    return less ? less : less_any;
}

static bool all_tuples(Runtime *rt, Value *keys, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        if (!object_is_exactly(keys[i], rt->tuple_type) || tuple_count(keys[i]) == 0)
            return false;
    return true;
}

static void choose_comparison(Sorter *s)
{
    s->less = less_for(s->rt, s->items.keys, s->count, false);
    if (s->less == less_any && all_tuples(s->rt, s->items.keys, s->count)) {
        s->less = less_tuple;
        s->less_first = less_for(s->rt, s->items.keys, s->count, true);
    }
}

/* -- moving */

static inline Cursor cursor_at(Cursor c, int64_t offset)
{
    return (Cursor){ c.keys + offset, c.values ? c.values + offset : NULL };
}

static inline void copy_items(Cursor to, Cursor from, int64_t count)
{
    memcpy(to.keys, from.keys, (size_t)count * sizeof(Value));
    if (to.values)
        memcpy(to.values, from.values, (size_t)count * sizeof(Value));
}

static inline void move_items(Cursor to, Cursor from, int64_t count)
{
    memmove(to.keys, from.keys, (size_t)count * sizeof(Value));
    if (to.values)
        memmove(to.values, from.values, (size_t)count * sizeof(Value));
}

static void reverse_values(Value *from, Value *to)
{
    while (from < --to) {
        Value v = *from;
        *from++ = *to;
        *to = v;
    }
}

static void reverse_items(Cursor c, int64_t count)
{
    reverse_values(c.keys, c.keys + count);
    if (c.values)
        reverse_values(c.values, c.values + count);
}

/* *(to++) = *(from++) on both arrays. */
static inline void take_up(Cursor *to, Cursor *from)
{
    *to->keys++ = *from->keys++;
    if (to->values)
        *to->values++ = *from->values++;
}

static inline void take_down(Cursor *to, Cursor *from)
{
    *to->keys-- = *from->keys--;
    if (to->values)
        *to->values-- = *from->values--;
}

/* -- the parts that compare nothing */

static int64_t shortest_run(int64_t count)
{
    int64_t rest = 0;
    while (count >= 64) {
        rest |= count & 1;
        count >>= 1;
    }
    return count + rest;
}

static bool temporary_reserve(Sorter *s, int64_t count)
{
    if (count <= s->temporary_size)
        return true;
    if (s->temporary.keys != s->small)
        memory_free(s->rt, s->temporary.keys);
    int64_t size = s->items.values ? 2 * count : count;
    s->temporary.keys = memory_alloc(s->rt, (size_t)size * sizeof(Value));
    s->temporary_size = s->temporary.keys ? count : 0;
    if (!s->temporary.keys) {
        s->temporary = (Cursor){ s->small, s->items.values ? s->small + TEMPORARY_SMALL / 2 : NULL };
        s->temporary_size = s->items.values ? TEMPORARY_SMALL / 2 : TEMPORARY_SMALL;
        return raise_memory_error(s->rt);
    }
    s->temporary.values = s->items.values ? s->temporary.keys + count : NULL;
    return true;
}

/* The depth, in the perfectly balanced merge tree of COUNT items, of the boundary
 * between a run at START and its neighbour: the first bit where their middles,
 * as fractions of COUNT, differ. */
static int boundary_power(int64_t start, int64_t left, int64_t right, int64_t count)
{
    uint64_t a = 2 * (uint64_t)start + (uint64_t)left, b = a + (uint64_t)left + (uint64_t)right;
    uint64_t n = 2 * (uint64_t)count;
    int power = 0;
    for (;;) {
        power++;
        a *= 2;
        b *= 2;
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return power;
        }
    }
}

/* -- the sort, for each kind of keys */

#define SORT_NAME(name) name##_any
#define SORT_LESS(s, a, b) less_any(s, a, b)
#include "types/list_sort_runs.h"

#define SORT_NAME(name) name##_small_int
#define SORT_LESS(s, a, b) less_small_int(s, a, b)
#include "types/list_sort_runs.h"

#define SORT_NAME(name) name##_int
#define SORT_LESS(s, a, b) less_int(s, a, b)
#include "types/list_sort_runs.h"

#define SORT_NAME(name) name##_float
#define SORT_LESS(s, a, b) less_float(s, a, b)
#include "types/list_sort_runs.h"

#define SORT_NAME(name) name##_str
#define SORT_LESS(s, a, b) less_str(s, a, b)
#include "types/list_sort_runs.h"

#define SORT_NAME(name) name##_tuple
#define SORT_LESS(s, a, b) less_tuple(s, a, b)
#include "types/list_sort_runs.h"

static bool sort_items(Sorter *s)
{
    return s->less == less_small_int ? sort_items_small_int(s)
        : s->less == less_float ? sort_items_float(s)
        : s->less == less_str ? sort_items_str(s)
        : s->less == less_int ? sort_items_int(s)
        : s->less == less_tuple ? sort_items_tuple(s)
        : sort_items_any(s);
}

/* -- the list around it */

/* KEYS[i] = key(values[i]); how many were made is in *DONE. */
static bool make_keys(Runtime *rt, Borrowed key, Value *keys, const Value *values, int64_t count, int64_t *done)
{
    for (*done = 0; *done < count; ++*done)
        if (!charge(rt, 1) || !(keys[*done] = call_one(rt, key, values[*done])))
            return false;
    return true;
}

static bool sort_values(Runtime *rt, Value *values, int64_t count, Borrowed key, bool reverse)
{
    Sorter s = { .rt = rt, .count = count, .gallop = GALLOP_FIRST, .less_first = less_any };
    Value *keys = values;
    int64_t made = 0;
    bool fine = false;
    if (key) {
        keys = memory_alloc(rt, (size_t)MAX(count, 1) * sizeof(Value));
        if (!keys)
            return raise_memory_error(rt);
        if (!make_keys(rt, key, keys, values, count, &made))
            goto done;
    }
    s.items = (Cursor){ keys, key ? values : NULL };
    s.temporary = (Cursor){ s.small, key ? s.small + TEMPORARY_SMALL / 2 : NULL };
    s.temporary_size = key ? TEMPORARY_SMALL / 2 : TEMPORARY_SMALL;
    if (count > 1) {
        /* Equal items keep their order also when reversed. */
        if (reverse)
            reverse_items(s.items, count);
        choose_comparison(&s);
        fine = sort_items(&s);
        if (reverse)
            reverse_items(s.items, count);
    } else {
        fine = true;
    }
    if (s.temporary.keys != s.small)
        memory_free(rt, s.temporary.keys);
done:
    while (--made >= 0)
        release(rt, keys[made]);
    if (key)
        memory_free(rt, keys);
    return fine;
}

bool list_sort(Runtime *rt, Borrowed list, Borrowed key, bool reverse)
{
    object_touch_all(&list_of(list)->head);
    List *l = list_of(list), saved = *l;
    l->items = NULL;
    l->count = 0;
    l->capacity = -1;
    bool fine = sort_values(rt, saved.items, saved.count, key, reverse);
    if (l->capacity != -1 && fine)
        fine = raise(rt, rt->ValueError, "list modified during sort");
    Value *items = l->items;
    int64_t count = l->count;
    l->items = saved.items;
    l->count = saved.count;
    l->capacity = saved.capacity;
    while (--count >= 0)
        release(rt, items[count]);
    if (items)
        memory_free(rt, items);
    return fine;
}
