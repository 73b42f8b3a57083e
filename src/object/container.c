/* Length, items and membership of any value. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

Owned generic_alias_new(Runtime *rt, Borrowed origin, Borrowed args);

int64_t value_length(Runtime *rt, Borrowed v)
{
    int64_t (*length)(Runtime *, Borrowed) = value_type(rt, v)->slots->length;
    if (likely(length))
        return stack_suffices(rt) ? length(rt, v) : -1;
    raise(rt, rt->TypeError, "object of type '%.200T' has no len()", v);
    return -1;
}

/* -1: error; -2: it does not say. */
static int64_t hint_from_method(Runtime *rt, Borrowed v)
{
    Value hint = call_special(rt, v, rt->names.__length_hint__, NULL, 0);
    if (!hint)
        return !error_pending(rt) || error_clear_if(rt, rt->TypeError) ? -2 : -1;
    int64_t result = -1;
    if (hint == NOT_IMPLEMENTED)
        result = -2;
    else if (!value_is_int(hint))
        raise(rt, rt->TypeError, "__length_hint__ must be an integer, not %.100T", hint);
    else if (value_to_ssize(rt, hint, &result, rt->OverflowError) && result < 0) {
        raise(rt, rt->ValueError, "__length_hint__() should return >= 0");
        result = -1;
    } else if (error_pending(rt))
        result = -1;
    release(rt, hint);
    return result;
}

int64_t value_length_hint(Runtime *rt, Borrowed v, int64_t otherwise)
{
    if (value_type(rt, v)->slots->length) {
        int64_t length = value_length(rt, v);
        if (length >= 0)
            return length;
        if (!error_clear_if(rt, rt->TypeError))
            return -1;
    }
    int64_t hint = hint_from_method(rt, v);
    return hint == -2 ? otherwise : hint;
}

/* list[int] and the like: KEY given to a class. */
static Owned class_item(Runtime *rt, Borrowed class, Borrowed key)
{
    if (class == type_value(rt->type_type))
        return generic_alias_new(rt, class, key);
    Value method = get_attribute_or_null(rt, class, rt->names.__class_getitem__);
    if (method && method != NONE) {
        Value result = call_one(rt, method, key);
        release(rt, method);
        return result;
    }
    release(rt, method);
    if (error_pending(rt))
        return NULL;
    return raise(rt, rt->TypeError, "type '%.200N' is not subscriptable", (Type *)class);
}

Owned get_item(Runtime *rt, Borrowed container, Borrowed key)
{
    const Slots *slots = value_type(rt, container)->slots;
    if (likely(slots->get_item))
        return stack_suffices(rt) ? slots->get_item(rt, container, key) : NULL;
    if (slots->item) {
        if (!value_type(rt, key)->slots->index)
            return raise(rt, rt->TypeError, "sequence index must be integer, not '%.200T'", key);
        int64_t index;
        if (!value_to_ssize(rt, key, &index, rt->IndexError))
            return NULL;
        if (index < 0 && slots->length) {
            int64_t length = slots->length(rt, container);
            if (length < 0)
                return NULL;
            index += length;
        }
        return slots->item(rt, container, index);
    }
    if (object_has_type_flag(container, TYPE_IS_TYPE))
        return class_item(rt, container, key);
    return raise(rt, rt->TypeError, "'%.200T' object is not subscriptable", container);
}

bool set_item(Runtime *rt, Borrowed container, Borrowed key, Borrowed value)
{
    const Slots *slots = value_type(rt, container)->slots;
    if (likely(slots->set_item))
        return stack_suffices(rt) && slots->set_item(rt, container, key, value);
    if (value)
        return raise(rt, rt->TypeError, "'%.200T' object does not support item assignment", container);
    return raise(rt, rt->TypeError, "'%.200T' object %s support item deletion", container,
                 slots->item ? "doesn't" : "does not");
}

static int contains_by_iteration(Runtime *rt, Borrowed container, Borrowed wanted)
{
    Value iterator = get_iter(rt, container), item;
    if (!iterator) {
        if (error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "argument of type '%.200T' is not iterable", container);
        return -1;
    }
    int found = 0;
    while (found == 0 && (item = iter_next(rt, iterator))) {
        found = values_equal(rt, item, wanted);
        release(rt, item);
    }
    release(rt, iterator);
    return error_pending(rt) ? -1 : found;
}

int contains(Runtime *rt, Borrowed container, Borrowed item)
{
    int (*slot)(Runtime *, Borrowed, Borrowed) = value_type(rt, container)->slots->contains;
    if (!stack_suffices(rt))
        return -1;
    return likely(slot) ? slot(rt, container, item) : contains_by_iteration(rt, container, item);
}
