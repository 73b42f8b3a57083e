/* find, index, count, startswith, endswith, in, replace.  UTF-8 lets all of them search
 * bytes; only positions have to be turned into code points and back. */
#include "types/str_internal.h"

#include "object/budget.h"
#include "object/arguments.h"
#include "types/bytes_search.h"
#include "types/int.h"
#include "types/tuple.h"

/* -- start and end */

bool slice_argument(Runtime *rt, Borrowed v, int64_t *out)
{
    if (!v || v == NONE)
        return true;
    if (value_is_small_int(v)) {
        *out = small_int(v);
        return true;
    }
    if (!value_is_int(v) && !value_type(rt, v)->slots->index)
        return raise(rt, rt->TypeError, "slice indices must be integers or None or have an __index__ method");
    return value_to_ssize(rt, v, out, NULL);
}

static void clip_range(int64_t length, int64_t *from, int64_t *to)
{
    if (*to > length)
        *to = length;
    else if (*to < 0)
        *to = MAX(*to + length, 0);
    if (*from < 0)
        *from = MAX(*from + length, 0);
}

bool range_arguments(Runtime *rt, Borrowed start, Borrowed end, int64_t length, int64_t *from, int64_t *to)
{
    *from = 0;
    *to = INT64_MAX;
    if (!slice_argument(rt, start, from) || !slice_argument(rt, end, to))
        return false;
    clip_range(length, from, to);
    return true;
}

/* The part of a str that a search looks at: code points and their byte offsets. */
typedef struct Range { int64_t from, to; size_t start, end; } Range;

/* False with *r.from > r.to: nothing can be found. */
static bool open_range(Runtime *rt, Borrowed self, const Value *args, Range *r)
{
    if (!range_arguments(rt, args[1], args[2], (int64_t)str_length(self), &r->from, &r->to))
        return false;
    r->start = r->end = 0;
    if (r->from <= r->to) {
        r->start = str_offset(self, (size_t)r->from);
        r->end = r->to == (int64_t)str_length(self) ? str_size(self) : str_offset(self, (size_t)r->to);
    }
    return true;
}

static bool check_str(Runtime *rt, Borrowed v)
{
    return value_is_str(v) || raise(rt, rt->TypeError, "must be str, not %.100T", v);
}

bool find_arguments(Runtime *rt, const char *name, const Value *args, size_t count, Borrowed keywords, Value *out)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%s() takes no keyword arguments", name);
    name = strchr(name, '.') + 1;
    if (count < 1 || count > 3)
        return raise(rt, rt->TypeError, "%s() takes %s argument%s (%zu given)", name,
                     count ? "at most 3" : "at least 1", count ? "s" : "", count);
    for (size_t i = 0; i < 3; i++)
        out[i] = i < count ? args[i] : NULL;
    return true;
}

/* -- find and its kin */

/* *FOUND: the code point index or -1. */
static bool search(Runtime *rt, Borrowed self, const Value *args, bool backward, int64_t *found)
{
    Range r;
    *found = -1;
    if (!check_str(rt, args[0]) || !open_range(rt, self, args, &r))
        return false;
    if (r.from > r.to)
        return true;
    const char *bytes = str_bytes(self) + r.start;
    size_t size = r.end - r.start;
    if (backward && !charge_bytes(rt, size))
        return false;
    int64_t at = backward ? bytes_rfind(bytes, size, str_bytes(args[0]), str_size(args[0]), rt->hash_seed[0])
                          : bytes_find_charged(rt, bytes, size, str_bytes(args[0]), str_size(args[0]));
    if (at == -2)
        return false;
    if (at >= 0)
        *found = r.from + (str_is_ascii(self) ? at : (int64_t)utf8_count(bytes, (size_t)at));
    return true;
}

static Owned find_result(Runtime *rt, Borrowed self, const Value *args, bool backward, bool must)
{
    int64_t found;
    if (!search(rt, self, args, backward, &found))
        return NULL;
    if (must && found < 0)
        return raise(rt, rt->ValueError, "substring not found");
    return small_int_value(found);
}

static Owned str_find(Runtime *rt, Borrowed self, const Value *args)
{
    return find_result(rt, self, args, false, false);
}

static Owned str_rfind(Runtime *rt, Borrowed self, const Value *args)
{
    return find_result(rt, self, args, true, false);
}

static Owned str_index(Runtime *rt, Borrowed self, const Value *args)
{
    return find_result(rt, self, args, false, true);
}

static Owned str_rindex(Runtime *rt, Borrowed self, const Value *args)
{
    return find_result(rt, self, args, true, true);
}

static Owned str_count(Runtime *rt, Borrowed self, const Value *args)
{
    Range r;
    if (!check_str(rt, args[0]) || !open_range(rt, self, args, &r))
        return NULL;
    if (r.from > r.to)
        return small_int_value(0);
    if (!str_size(args[0]))
        return small_int_value(r.to - r.from + 1);
    if (!charge_bytes(rt, r.end - r.start))
        return NULL;
    return small_int_value((int64_t)bytes_count(str_bytes(self) + r.start, r.end - r.start,
                                                str_bytes(args[0]), str_size(args[0]), SIZE_MAX));
}

int str_contains(Runtime *rt, Borrowed self, Borrowed item)
{
    if (!value_is_str(item)) {
        raise(rt, rt->TypeError, "'in <string>' requires string as left operand, not %.100T", item);
        return -1;
    }
    int64_t at = bytes_find_charged(rt, str_bytes(self), str_size(self), str_bytes(item), str_size(item));
    return at == -2 ? -1 : at >= 0;
}

/* -- startswith and endswith */

static bool matches(Borrowed self, const Range *r, Borrowed part, bool at_end)
{
    size_t size = str_size(part);
    if (r->from > r->to || size > r->end - r->start)
        return false;
    const char *at = str_bytes(self) + (at_end ? r->end - size : r->start);
    return !memcmp(at, str_bytes(part), size);
}

static Owned affix_of_tuple(Runtime *rt, Borrowed self, const Range *r, Borrowed parts, bool at_end)
{
    const char *name = at_end ? "endswith" : "startswith";
    for (int64_t i = 0; i < tuple_count(parts); i++) {
        Borrowed part = tuple_item_peek(parts, i);
        if (!value_is_str(part))
            return raise(rt, rt->TypeError, "tuple for %s must only contain str, not %.100T", name, part);
        if (matches(self, r, part, at_end))
            return TRUE;
    }
    return FALSE;
}

static Owned affix(Runtime *rt, Borrowed self, const Value *args, bool at_end)
{
    Range r;
    if (!open_range(rt, self, args, &r))
        return NULL;
    if (value_is_tuple(args[0]))
        return affix_of_tuple(rt, self, &r, args[0], at_end);
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "%s first arg must be str or a tuple of str, not %.100T",
                     at_end ? "endswith" : "startswith", args[0]);
    return bool_value(matches(self, &r, args[0], at_end));
}

static Owned str_startswith(Runtime *rt, Borrowed self, const Value *args)
{
    return affix(rt, self, args, false);
}

static Owned str_endswith(Runtime *rt, Borrowed self, const Value *args)
{
    return affix(rt, self, args, true);
}

/* -- replace */

static bool replaced_size(Runtime *rt, Borrowed self, size_t removed, size_t added, size_t times, size_t *size)
{
    size_t growth;
    *size = str_size(self) - removed * times;
    if (__builtin_mul_overflow(added, times, &growth) || __builtin_add_overflow(*size, growth, size)
        || *size > INT64_MAX)
        return raise(rt, rt->OverflowError, "replace string is too long");
    return true;
}

/* NEW in front of each of the first TIMES code points, the end counting as one. */
static void fill_between(char *to, Borrowed self, Borrowed new, size_t times)
{
    const char *from = str_bytes(self), *end = from + str_size(self);
    for (size_t i = 0; i < times; i++) {
        to = (char *)memcpy(to, str_bytes(new), str_size(new)) + str_size(new);
        if (from == end)
            return;
        size_t n = utf8_sequence((unsigned char)*from);
        to = (char *)memcpy(to, from, n) + n;
        from += n;
    }
    memcpy(to, from, (size_t)(end - from));
}

static void fill_replaced(char *to, Borrowed self, Borrowed old, Borrowed new, size_t times)
{
    const char *from = str_bytes(self), *end = from + str_size(self);
    for (; times; times--) {
        size_t at = (size_t)bytes_find(from, (size_t)(end - from), str_bytes(old), str_size(old));
        to = (char *)memcpy(to, from, at) + at;
        to = (char *)memcpy(to, str_bytes(new), str_size(new)) + str_size(new);
        from += at + str_size(old);
    }
    memcpy(to, from, (size_t)(end - from));
}

static Owned replace(Runtime *rt, Borrowed self, Borrowed old, Borrowed new, size_t limit)
{
    size_t times, size;
    if (!charge_bytes(rt, str_size(self)))
        return NULL;
    if (str_size(old) == 1 && limit > str_size(self))
        times = memchr(str_bytes(self), *str_bytes(old), str_size(self))
            ? bytes_count(str_bytes(self), str_size(self), str_bytes(old), 1, limit) : 0;
    else if (str_size(old))
        times = bytes_count(str_bytes(self), str_size(self), str_bytes(old), str_size(old), limit);
    else
        times = MIN(str_length(self) + 1, limit);
    if (!times || str_equal(old, new))
        return str_exact(rt, self);
    if (!replaced_size(rt, self, str_size(old), str_size(new), times, &size))
        return NULL;
    size_t length = str_length(self) - str_length(old) * times + str_length(new) * times;
    if (!length)
        return str_empty(rt);
    Value v = str_new(rt, size, length);
    if (!v)
        return NULL;
    if (str_size(old) == 1 && str_size(new) == 1 && limit == SIZE_MAX)
        bytes_replace_byte((char *)str_bytes(v), str_bytes(self), str_size(self), *str_bytes(old), *str_bytes(new));
    else if (str_size(old))
        fill_replaced((char *)str_bytes(v), self, old, new, times);
    else
        fill_between((char *)str_bytes(v), self, new, times);
    return v;
}

Owned str_replace_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t limit = -1;
    for (int i = 0; i < 2; i++)
        if (!value_is_str(args[i]))
            return raise(rt, rt->TypeError, "replace() argument %d must be str, not %V", i + 1, args[i]);
    if (!argument_index(rt, args[2], &limit))
        return NULL;
    return replace(rt, self, args[0], args[1], limit < 0 ? SIZE_MAX : (size_t)limit);
}

#define FIND_METHOD(name) \
    Owned str_##name##_method(CALL_PARAMETERS) \
    { \
        Value bound[3]; \
        return find_arguments(rt, "str." #name, args, count, keywords, bound) ? str_##name(rt, self, bound) : NULL; \
    }

FIND_METHOD(find)
FIND_METHOD(rfind)
FIND_METHOD(index)
FIND_METHOD(rindex)
FIND_METHOD(count)
FIND_METHOD(startswith)
FIND_METHOD(endswith)
