/* The module _collections: its types, and the counting loop of Counter. */
#include "modules/collections_parts.h"

/* -- _count_elements(mapping, iterable) */

/* Neither get nor __setitem__ of dict is overridden. */
static bool counts_as_dict(Runtime *rt, Borrowed mapping)
{
    if (!value_is_dict(mapping))
        return false;
    Type *type = value_type(rt, mapping);
    return type_lookup_peek(rt, type, rt->names.get) == type_lookup_peek(rt, rt->dict_type, rt->names.get)
        && type_lookup_peek(rt, type, rt->names.__setitem__)
               == type_lookup_peek(rt, rt->dict_type, rt->names.__setitem__);
}

static bool count_in_dict(Runtime *rt, Borrowed dict, Borrowed key)
{
    int64_t hash;
    Value old;
    if (!key_hash(rt, key, &hash) || !dict_lookup_hashed(rt, dict, key, hash, &old))
        return false;
    Value next;
    if (!old)
        next = small_int_value(1);
    else if (value_is_small_int(old))
        next = int_from_int64(rt, small_int(old) + 1);
    else {
        retain(old);
        next = binary(rt, old, small_int_value(1), BINARY_ADD);
        release(rt, old);
    }
    bool fine = next && dict_set_hashed(rt, dict, key, hash, next);
    release(rt, next);
    return fine;
}

static bool count_in_mapping(Runtime *rt, Borrowed mapping, Borrowed get, Borrowed key)
{
    Value old = call_two(rt, get, key, small_int_value(0));
    Value next = old ? binary(rt, old, small_int_value(1), BINARY_ADD) : NULL;
    bool fine = next && set_item(rt, mapping, key, next);
    release(rt, old);
    release(rt, next);
    return fine;
}

static Owned count_elements(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    bool fast = counts_as_dict(rt, args[0]), fine = true;
    Value get = NULL, iterator = get_iter(rt, args[1]), key;
    if (!iterator)
        return NULL;
    if (!fast && !(get = get_attribute(rt, args[0], rt->names.get)))
        fine = false;
    while (fine && (key = iter_next(rt, iterator))) {
        fine = fast ? count_in_dict(rt, args[0], key) : count_in_mapping(rt, args[0], get, key);
        release(rt, key);
    }
    release(rt, get);
    release(rt, iterator);
    return fine && !error_pending(rt) ? NONE : NULL;
}

/* -- the module */

static bool add_deque(Runtime *rt, Borrowed module)
{
    Type *deque = module_add_fixed_type(rt, module, &deque_type_def, NULL);
    Type *forward = deque ? module_add_fixed_type(rt, module, &deque_iterator_type_def, NULL) : NULL;
    Type *backward = forward ? module_add_fixed_type(rt, module, &deque_reverse_iterator_type_def, NULL) : NULL;
    if (!backward)
        return false;
    deque->related = forward;
    forward->related = backward;
    return true;
}

static bool add_ordered(Runtime *rt, Borrowed module)
{
    Type *ordered = module_add_fixed_type(rt, module, &ordered_dict_type_def, rt->dict_type);
    Type *iterator = ordered ? fixed_type(rt, &ordered_iterator_type_def, NULL) : NULL;
    Type *keys = iterator ? fixed_type(rt, &ordered_keys_type_def, rt->dict_keys_type) : NULL;
    Type *values = keys ? fixed_type(rt, &ordered_values_type_def, rt->dict_values_type) : NULL;
    Type *items = values ? fixed_type(rt, &ordered_items_type_def, rt->dict_items_type) : NULL;
    if (!items)
        return false;
    ordered->related = iterator;
    iterator->related = keys;
    keys->related = values;
    values->related = items;
    return true;
}

static bool init(Runtime *rt, Borrowed module)
{
    return add_deque(rt, module) && add_ordered(rt, module)
        && module_add_fixed_type(rt, module, &default_dict_type_def, rt->dict_type)
        && module_add_fixed_type(rt, module, &tuple_getter_type_def, NULL);
}

static const MethodDef functions[] = {
    METHOD("_count_elements", count_elements, "(mapping, iterable, /)", "Count elements in the iterable, updating the mapping"),
    {0},
};

const ModuleDef collections_module_def = {
    .name = "_collections",
    .doc = "High performance data structures: deque, defaultdict, OrderedDict.",
    .functions = functions,
    .init = init,
};
