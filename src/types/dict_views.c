/* dict.keys(), dict.values(), dict.items(): live views of a dict. */
#include "types/dict_parts.h"
#include "object/arguments.h"
#include "types/list.h"
#include "types/set_parts.h"
#include "types/tuple.h"

static inline Borrowed viewed(Borrowed self) { return ((DictView *)self)->dict; }

Owned dict_view_new(Runtime *rt, Type *type, Borrowed dict)
{
    DictView *view = object_make(rt, type);
    if (!view)
        return NULL;
    view->dict = retain(dict);
    return object_tracked(rt, view);
}

static Owned view_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op);

/* A view of keys or items, those of types derived in C included. */
static bool is_view_set(Runtime *rt, Borrowed v) { return value_type(rt, v)->slots->compare == view_compare; }

static int64_t view_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return viewed(self) ? dict_count(viewed(self)) : 0;
}

static Owned view_repr(Runtime *rt, Borrowed self)
{
    int state = repr_enter(rt, self);
    if (state)
        return state < 0 ? NULL : str_from_text(rt, "...");
    Value list = sequence_list(rt, self), result = NULL;
    if (list)
        result = format_message(rt, "%T(%R)", self, list);
    release(rt, list);
    repr_leave(rt, self);
    return result;
}

static Owned view_mapping(Runtime *rt, Borrowed self) { return mapping_proxy_new(rt, viewed(self)); }

static const GetSetDef getsets[] = {
    { "mapping", view_mapping, NULL, "The dictionary that is viewed, read-only." },
    {0},
};

/* -- membership */

static int keys_contain(Runtime *rt, Borrowed self, Borrowed item)
{
    bool found;
    return dict_contains(rt, viewed(self), item, &found) ? found : -1;
}

static int items_contain(Runtime *rt, Borrowed self, Borrowed item)
{
    if (!value_is_tuple(item) || tuple_count(item) != 2)
        return 0;
    Value found;
    if (!dict_lookup_owned(rt, viewed(self), tuple_item_peek(item, 0), &found))
        return -1;
    if (!found)
        return 0;
    int equal = values_equal(rt, found, tuple_item_peek(item, 1));
    release(rt, found);
    return equal;
}

static Owned keys_iter(Runtime *rt, Borrowed self)
{
    return dict_iterator_new(rt, rt->dict_key_iterator_type, viewed(self), false);
}

static Owned values_iter(Runtime *rt, Borrowed self)
{
    return dict_iterator_new(rt, rt->dict_value_iterator_type, viewed(self), false);
}

static Owned items_iter(Runtime *rt, Borrowed self)
{
    return dict_iterator_new(rt, rt->dict_item_iterator_type, viewed(self), false);
}

static Owned keys_reversed(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_iterator_new(rt, rt->dict_reverse_key_iterator_type, viewed(self), true);
}

static Owned values_reversed(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_iterator_new(rt, rt->dict_reverse_value_iterator_type, viewed(self), true);
}

static Owned items_reversed(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_iterator_new(rt, rt->dict_reverse_item_iterator_type, viewed(self), true);
}

/* -- as sets */

/* Every item of A is in B: 1, 0, -1. */
static int all_in(Runtime *rt, Borrowed a, Borrowed b)
{
    Value iterator = get_iter(rt, a), item;
    if (!iterator)
        return -1;
    int result = 1;
    while (result == 1 && (item = iter_next(rt, iterator))) {
        result = contains(rt, b, item);
        release(rt, item);
    }
    release(rt, iterator);
    return error_pending(rt) ? -1 : result;
}

static Owned view_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_set(other) && !is_view_set(rt, other))
        return NOT_IMPLEMENTED;
    int64_t left = value_length(rt, self), right = left < 0 ? -1 : value_length(rt, other);
    if (right < 0)
        return NULL;
    int result = 0;
    switch (op) {
    case COMPARE_NE:
    case COMPARE_EQ: result = left == right ? all_in(rt, self, other) : 0; break;
    case COMPARE_LT: result = left < right ? all_in(rt, self, other) : 0; break;
    case COMPARE_LE: result = left <= right ? all_in(rt, self, other) : 0; break;
    case COMPARE_GT: result = left > right ? all_in(rt, other, self) : 0; break;
    case COMPARE_GE: result = left >= right ? all_in(rt, other, self) : 0; break;
    }
    return result < 0 ? NULL : bool_value(op == COMPARE_NE ? !result : result);
}

static Owned view_or(Runtime *rt, Borrowed left, Borrowed right)
{
    Value result = set_new(rt, left);
    if (!result || set_update(rt, result, right))
        return result;
    release(rt, result);
    return NULL;
}

static Owned view_sub(Runtime *rt, Borrowed left, Borrowed right)
{
    Value result = set_new(rt, left);
    if (!result || set_difference_update(rt, result, right))
        return result;
    release(rt, result);
    return NULL;
}

static Owned view_xor(Runtime *rt, Borrowed left, Borrowed right)
{
    Value result = set_new(rt, left);
    if (!result || set_symmetric_difference_update(rt, result, right))
        return result;
    release(rt, result);
    return NULL;
}

/* A new set of the items of OTHER that VIEW has. */
static Owned items_in(Runtime *rt, Borrowed view, Borrowed other)
{
    Value iterator = get_iter(rt, other), item;
    if (!iterator)
        return NULL;
    Value result = set_new(rt, NULL);
    bool fine = result != NULL;
    while (fine && (item = iter_next(rt, iterator))) {
        int there = value_type(rt, view)->slots->contains(rt, view, item);
        fine = there >= 0 && (!there || set_add(rt, result, item));
        release(rt, item);
    }
    release(rt, iterator);
    if (fine && !error_pending(rt))
        return result;
    release(rt, result);
    return NULL;
}

static Owned view_and(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!is_view_set(rt, left)) {
        Value other = left;
        left = right;
        right = other;
    }
    int64_t count = view_length(rt, left);
    if (object_is_exactly(right, rt->set_type) && count <= set_count(right))
        return set_intersection(rt, right, left);
    if (is_view_set(rt, right) && view_length(rt, right) > count)
        return items_in(rt, right, left);
    return items_in(rt, left, right);
}

static Owned isdisjoint(Runtime *rt, Borrowed self, const Value *args)
{
    Value other = args[0];
    if (self == other)
        return bool_value(view_length(rt, self) == 0);
    if (value_is_set(other) || is_view_set(rt, other)) {
        int64_t count = value_length(rt, other);
        if (count < 0)
            return NULL;
        if (count > view_length(rt, self)) {
            other = self;
            self = args[0];
        }
    }
    Value iterator = get_iter(rt, other), item;
    if (!iterator)
        return NULL;
    int found = 0;
    while (!found && (item = iter_next(rt, iterator))) {
        found = contains(rt, self, item);
        release(rt, item);
    }
    release(rt, iterator);
    return error_pending(rt) ? NULL : bool_value(!found);
}

/* -- definitions */

static const MethodDef keys_methods[] = {
    METHOD("isdisjoint", isdisjoint, "(other, /)", "Whether the view and an iterable have no item in common."),
    METHOD("__reversed__", keys_reversed, "()", "An iterator over the keys, last first."),
    {0},
};

static const MethodDef values_methods[] = {
    METHOD("__reversed__", values_reversed, "()", "An iterator over the values, last first."),
    {0},
};

static const MethodDef items_methods[] = {
    METHOD("isdisjoint", isdisjoint, "(other, /)", "Whether the view and an iterable have no item in common."),
    METHOD("__reversed__", items_reversed, "()", "An iterator over the items, last first."),
    {0},
};

#define SET_OPERATORS \
    .compare = view_compare, \
    .binary = { [BINARY_OR] = view_or, [BINARY_SUB] = view_sub, [BINARY_XOR] = view_xor, [BINARY_AND] = view_and }

const TypeDef dict_keys_type_def = {
    .name = "dict_keys",
    .size = sizeof(DictView),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1), .steady = true,
    .slots = { .repr = view_repr, .iter = keys_iter, .length = view_length, .contains = keys_contain, SET_OPERATORS },
    .methods = keys_methods,
    .getsets = getsets,
};

const TypeDef dict_values_type_def = {
    .name = "dict_values",
    .size = sizeof(DictView),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1), .steady = true,
    .slots = { .repr = view_repr, .iter = values_iter, .length = view_length },
    .methods = values_methods,
    .getsets = getsets,
};

const TypeDef dict_items_type_def = {
    .name = "dict_items",
    .size = sizeof(DictView),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1), .steady = true,
    .slots = { .repr = view_repr, .iter = items_iter, .length = view_length, .contains = items_contain, SET_OPERATORS },
    .methods = items_methods,
    .getsets = getsets,
};
