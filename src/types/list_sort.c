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

static int less_any(Sorter *s, Value a, Value b) { return compare_true(s->rt, a, b, COMPARE_LT); }

static int less_small_int(Sorter *s, Value a, Value b)
{
    (void)s;
    return (int64_t)value_bits(a) < (int64_t)value_bits(b);
}

static int less_int(Sorter *s, Value a, Value b)
{
    (void)s;
    return int_compare(a, b) < 0;
}

static int less_float(Sorter *s, Value a, Value b)
{
    (void)s;
    return float_number(a) < float_number(b);
}

static int less_str(Sorter *s, Value a, Value b)
{
    (void)s;
    return str_compare(a, b) < 0;
}

/* Tuples: by the first item with its own comparison, then as tuples do. */
static int less_tuple(Sorter *s, Value a, Value b)
{
    int64_t count = MIN(tuple_count(a), tuple_count(b));
    for (int64_t i = 0; i < count; i++) {
        Value x = tuple_item_peek(a, i), y = tuple_item_peek(b, i);
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

/* -- runs */

/* Sort [start, start + count), of which SORTED are sorted. */
static bool insertion_sort(Sorter *s, int64_t start, int64_t count, int64_t sorted)
{
    Value *keys = s->items.keys + start, *values = s->items.values ? s->items.values + start : NULL;
    for (int64_t i = sorted; i < count; i++) {
        Value pivot = keys[i];
        int64_t low = 0, high = i;
        while (low < high) {
            int64_t middle = low + ((high - low) >> 1);
            int less = s->less(s, pivot, keys[middle]);
            if (less < 0)
                return false;
            if (less)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(keys + low + 1, keys + low, (size_t)(i - low) * sizeof(Value));
        keys[low] = pivot;
        if (values) {
            Value value = values[i];
            memmove(values + low + 1, values + low, (size_t)(i - low) * sizeof(Value));
            values[low] = value;
        }
    }
    return true;
}

/* The length of the run at START, made ascending; -1: error. */
static int64_t find_run(Sorter *s, int64_t start)
{
    Value *keys = s->items.keys;
    int64_t end = start + 1;
    if (end >= s->count)
        return s->count - start;
    int descending = s->less(s, keys[end], keys[start]);
    if (descending < 0)
        return -1;
    for (end++; end < s->count; end++) {
        int less = s->less(s, keys[end], keys[end - 1]);
        if (less < 0)
            return -1;
        if (less != descending)
            break;
    }
    if (descending)
        reverse_items(cursor_at(s->items, start), end - start);
    return end - start;
}

static int64_t shortest_run(int64_t count)
{
    int64_t rest = 0;
    while (count >= 64) {
        rest |= count & 1;
        count >>= 1;
    }
    return count + rest;
}

/* -- galloping: positions in an ascending array KEYS of COUNT, starting from HINT */

/* How many items are < KEY (RIGHT false) or <= KEY (RIGHT true); -1: error. */
static int64_t gallop(Sorter *s, Value key, const Value *keys, int64_t count, int64_t hint, bool right)
{
    int64_t last = 0, offset = 1, low, high;
    /* before(x): x belongs to the left of the answer. */
#define BEFORE(x) (right ? (less = s->less(s, key, (x)), less < 0 ? -1 : !less) : s->less(s, (x), key))
    int less, before = BEFORE(keys[hint]);
    if (before < 0)
        return -1;
    if (before) {
        int64_t most = count - hint;
        while (offset < most) {
            before = BEFORE(keys[hint + offset]);
            if (before < 0)
                return -1;
            if (!before)
                break;
            last = offset;
            offset = offset * 2 + 1;
        }
        low = hint + last + 1;
        high = hint + MIN(offset, most);
    } else {
        int64_t most = hint + 1;
        while (offset < most) {
            before = BEFORE(keys[hint - offset]);
            if (before < 0)
                return -1;
            if (before)
                break;
            last = offset;
            offset = offset * 2 + 1;
        }
        low = hint - MIN(offset, most) + 1;
        high = hint - last;
    }
    while (low < high) {
        int64_t middle = low + ((high - low) >> 1);
        before = BEFORE(keys[middle]);
        if (before < 0)
            return -1;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
#undef BEFORE
    return low;
}

/* -- merging two neighbours */

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

/* The left run A is the shorter: it moves out, and both merge from the front. */
static bool merge_low(Sorter *s, Cursor a, int64_t a_count, Cursor b, int64_t b_count)
{
    if (!temporary_reserve(s, a_count))
        return false;
    copy_items(s->temporary, a, a_count);
    Cursor to = a;
    a = s->temporary;
    bool fine = false;
    while (a_count && b_count) {
        int64_t a_wins = 0, b_wins = 0;
        while (a_count && b_count && a_wins < s->gallop && b_wins < s->gallop) {
            int less = s->less(s, *b.keys, *a.keys);
            if (less < 0)
                goto done;
            if (less) {
                take_up(&to, &b);
                b_count--, b_wins++, a_wins = 0;
            } else {
                take_up(&to, &a);
                a_count--, a_wins++, b_wins = 0;
            }
        }
        s->gallop++;
        while (a_count && b_count) {
            s->gallop -= s->gallop > 1;
            a_wins = gallop(s, *b.keys, a.keys, a_count, 0, true);
            if (a_wins < 0)
                goto done;
            copy_items(to, a, a_wins);
            to = cursor_at(to, a_wins), a = cursor_at(a, a_wins), a_count -= a_wins;
            if (a_count == 0)
                break;
            take_up(&to, &b);
            if (--b_count == 0)
                break;
            b_wins = gallop(s, *a.keys, b.keys, b_count, 0, false);
            if (b_wins < 0)
                goto done;
            move_items(to, b, b_wins);
            to = cursor_at(to, b_wins), b = cursor_at(b, b_wins), b_count -= b_wins;
            if (b_count == 0)
                break;
            take_up(&to, &a);
            a_count--;
            if (a_wins < GALLOP_FIRST && b_wins < GALLOP_FIRST)
                break;
        }
        s->gallop++;
    }
    fine = true;
done:
    copy_items(to, a, a_count);
    return fine;
}

/* The right run B is the shorter: it moves out, and both merge from the back. */
static bool merge_high(Sorter *s, Cursor a, int64_t a_count, Cursor b, int64_t b_count)
{
    if (!temporary_reserve(s, b_count))
        return false;
    copy_items(s->temporary, b, b_count);
    Cursor start = a, to = cursor_at(b, b_count - 1), b_start = s->temporary;
    a = cursor_at(a, a_count - 1);
    b = cursor_at(b_start, b_count - 1);
    bool fine = false;
    while (a_count && b_count) {
        int64_t a_wins = 0, b_wins = 0;
        while (a_count && b_count && a_wins < s->gallop && b_wins < s->gallop) {
            int less = s->less(s, *b.keys, *a.keys);
            if (less < 0)
                goto done;
            if (less) {
                take_down(&to, &a);
                a_count--, a_wins++, b_wins = 0;
            } else {
                take_down(&to, &b);
                b_count--, b_wins++, a_wins = 0;
            }
        }
        s->gallop++;
        while (a_count && b_count) {
            s->gallop -= s->gallop > 1;
            int64_t stay = gallop(s, *b.keys, start.keys, a_count, a_count - 1, true);
            if (stay < 0)
                goto done;
            a_wins = a_count - stay;
            to = cursor_at(to, -a_wins), a = cursor_at(a, -a_wins), a_count = stay;
            move_items(cursor_at(to, 1), cursor_at(a, 1), a_wins);
            if (a_count == 0)
                break;
            take_down(&to, &b);
            if (--b_count == 0)
                break;
            stay = gallop(s, *a.keys, b_start.keys, b_count, b_count - 1, false);
            if (stay < 0)
                goto done;
            b_wins = b_count - stay;
            to = cursor_at(to, -b_wins), b = cursor_at(b, -b_wins), b_count = stay;
            copy_items(cursor_at(to, 1), cursor_at(b, 1), b_wins);
            if (b_count == 0)
                break;
            take_down(&to, &a);
            a_count--;
            if (a_wins < GALLOP_FIRST && b_wins < GALLOP_FIRST)
                break;
        }
        s->gallop++;
    }
    fine = true;
done:
    copy_items(cursor_at(to, 1 - b_count), b_start, b_count);
    return fine;
}

/* Merge the two runs on top of the stack. */
static bool merge_top(Sorter *s)
{
    Run *left = &s->runs[s->run_count - 2], right = s->runs[s->run_count - 1];
    int64_t a_start = left->start, a_count = left->count;
    if (!charge_items(s->rt, 2 * (a_count + right.count)))
        return false;
    left->count += right.count;
    s->run_count--;
    Value *keys = s->items.keys;
    /* What is in place already at both ends stays. */
    int64_t skip = gallop(s, keys[right.start], keys + a_start, a_count, 0, true);
    if (skip < 0)
        return false;
    a_start += skip;
    a_count -= skip;
    if (a_count == 0)
        return true;
    int64_t b_count = gallop(s, keys[a_start + a_count - 1], keys + right.start, right.count,
                             right.count - 1, false);
    if (b_count <= 0)
        return b_count == 0;
    Cursor a = cursor_at(s->items, a_start), b = cursor_at(s->items, right.start);
    return a_count <= b_count ? merge_low(s, a, a_count, b, b_count) : merge_high(s, a, a_count, b, b_count);
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

static bool push_run(Sorter *s, int64_t start, int64_t count)
{
    if (s->run_count) {
        Run *top = &s->runs[s->run_count - 1];
        int power = boundary_power(top->start, top->count, count, s->count);
        while (s->run_count > 1 && s->runs[s->run_count - 2].power > power)
            if (!merge_top(s))
                return false;
        s->runs[s->run_count - 1].power = power;
    }
    assert(s->run_count < RUNS_MAX);
    s->runs[s->run_count++] = (Run){ start, count, 0 };
    return true;
}

static bool sort_items(Sorter *s)
{
    int64_t shortest = shortest_run(s->count);
    for (int64_t start = 0; start < s->count;) {
        int64_t run = find_run(s, start);
        if (run < 0 || !charge(s->rt, run / 4))
            return false;
        if (run < shortest) {
            int64_t wanted = MIN(shortest, s->count - start);
            if (!insertion_sort(s, start, wanted, run) || !charge(s->rt, 8))
                return false;
            run = wanted;
        }
        if (!push_run(s, start, run))
            return false;
        start += run;
    }
    while (s->run_count > 1)
        if (!merge_top(s))
            return false;
    return true;
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
