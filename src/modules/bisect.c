/* The module _bisect: places in sorted sequences. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/values_object.h"

typedef struct Search {
    Value sequence, item;
    Value key;                  /* function for the items of the sequence, or NULL */
    int64_t low, high;
    bool right;                 /* behind equal items */
} Search;

static Owned item_at(Runtime *rt, Borrowed sequence, int64_t i)
{
    if (object_is_exactly(sequence, rt->list_type) && i < list_count(sequence))
        return retain(list_item_peek(sequence, i));
    const Type *type = value_type(rt, sequence);
    if (type->slots->item && !(type->flags & TYPE_HEAP))
        return type->slots->item(rt, sequence, i);
    Value index = int_from_int64(rt, i), item = index ? get_item(rt, sequence, index) : NULL;
    release(rt, index);
    return item;
}

/* The item belongs behind the one at I: 1, 0, -1. */
static int behind(Runtime *rt, const Search *s, int64_t i)
{
    Value item = item_at(rt, s->sequence, i);
    if (item && s->key) {
        Value key = call_one(rt, s->key, item);
        release(rt, item);
        item = key;
    }
    if (!item)
        return -1;
    int less = s->right ? compare_true(rt, s->item, item, COMPARE_LT) : compare_true(rt, item, s->item, COMPARE_LT);
    release(rt, item);
    return less < 0 ? -1 : s->right ? !less : less;
}

/* The place, or -1. */
static int64_t search(Runtime *rt, Search *s)
{
    if (s->low < 0) {
        raise(rt, rt->ValueError, "lo must be non-negative");
        return -1;
    }
    if (s->high == -1 && (s->high = value_length(rt, s->sequence)) < 0)
        return -1;
    while (s->low < s->high) {
        int64_t middle = s->low + ((s->high - s->low) >> 1);
        int after = behind(rt, s, middle);
        if (after < 0)
            return -1;
        if (after)
            s->low = middle + 1;
        else
            s->high = middle;
    }
    return s->low;
}

static bool search_bind(Runtime *rt, const Value *args, bool right, Search *s)
{
    *s = (Search){ args[0], args[1], args[4] && args[4] != NONE ? args[4] : NULL, 0, -1, right };
    return argument_index(rt, args[2], &s->low)
        && (!args[3] || args[3] == NONE || argument_index(rt, args[3], &s->high));
}

static Owned bisect(Runtime *rt, const Value *args, bool right)
{
    Search s;
    int64_t place = search_bind(rt, args, right, &s) ? search(rt, &s) : -1;
    return place < 0 ? NULL : int_from_int64(rt, place);
}

static Owned insert_at(Runtime *rt, Borrowed sequence, int64_t place, Borrowed item)
{
    if (object_is_exactly(sequence, rt->list_type))
        return list_insert(rt, sequence, place, item) ? NONE : NULL;
    Value method = get_attribute_text(rt, sequence, "insert"), index = int_from_int64(rt, place);
    Value result = method && index ? call_two(rt, method, index, item) : NULL;
    release(rt, method);
    release(rt, index);
    if (!result)
        return NULL;
    release(rt, result);
    return NONE;
}

static Owned insort(Runtime *rt, const Value *args, bool right)
{
    Search s;
    if (!search_bind(rt, args, right, &s))
        return NULL;
    Value key = s.key ? call_one(rt, s.key, args[1]) : retain(args[1]);
    if (!key)
        return NULL;
    s.item = key;
    int64_t place = search(rt, &s);
    Value result = place < 0 ? NULL : insert_at(rt, args[0], place, args[1]);
    release(rt, key);
    return result;
}

static Owned bisect_left(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return bisect(rt, args, false);
}

static Owned bisect_right(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return bisect(rt, args, true);
}

static Owned insort_left(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return insort(rt, args, false);
}

static Owned insort_right(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return insort(rt, args, true);
}

#define PARAMETERS "(a, x, lo=0, hi=None, *, key=None)"

static const MethodDef functions[] = {
    METHOD("bisect_left", bisect_left, PARAMETERS, "The place for x in the sorted sequence a, before equal items."),
    METHOD("bisect_right", bisect_right, PARAMETERS, "The place for x in the sorted sequence a, behind equal items."),
    METHOD("insort_left", insort_left, PARAMETERS, "Insert x into the sorted list a, before equal items."),
    METHOD("insort_right", insort_right, PARAMETERS, "Insert x into the sorted list a, behind equal items."),
    {0},
};

const ModuleDef bisect_module_def = {
    .name = "_bisect",
    .doc = "Bisection: places in sorted sequences.",
    .functions = functions,
};
