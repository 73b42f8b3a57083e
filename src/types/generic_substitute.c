/* Type variables of generic aliases and unions: finding them, putting types in their place. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/generic_alias.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- finding */

static bool add_once(Runtime *rt, Borrowed list, Borrowed item)
{
    for (int64_t i = 0; i < list_count(list); i++) {
        if (list_item_peek(list, i) == item)
            return true;
    }
    return list_append(rt, list, item);
}

static bool add_parameters_of(Runtime *rt, Borrowed list, Borrowed item)
{
    if (object_has_type_flag(item, TYPE_IS_TYPE))
        return true;
    int is_variable = has_attribute(rt, item, rt->names.__typing_subst__);
    if (is_variable)
        return is_variable > 0 && add_once(rt, list, item);
    Value nested = get_attribute_or_null(rt, item, rt->names.__parameters__);
    bool good = !error_pending(rt);
    for (int64_t i = 0; good && nested && value_is_tuple(nested) && i < tuple_count(nested); i++)
        good = add_once(rt, list, tuple_item_peek(nested, i));
    release(rt, nested);
    return good;
}

Owned generic_parameters(Runtime *rt, Borrowed args)
{
    Value list = list_new(rt, 0);
    for (int64_t i = 0; list && i < tuple_count(args); i++) {
        if (!add_parameters_of(rt, list, tuple_item_peek(args, i)))
            value_clear(rt, &list);
    }
    Value tuple = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    return tuple;
}

/* -- the items given: one or a tuple, *tuple[int, str] spread out */

static bool add_item(Runtime *rt, Borrowed list, Borrowed item)
{
    Value spread = NULL;
    if (!object_has_type_flag(item, TYPE_IS_TYPE)) {
        spread = get_attribute_or_null(rt, item, rt->names.__typing_unpacked_tuple_args__);
        if (!spread && error_pending(rt))
            return false;
    }
    int64_t count = spread && value_is_tuple(spread) ? tuple_count(spread) : 0;
    bool open_ended = count && tuple_item_peek(spread, count - 1) == ELLIPSIS, good = true;
    if (!spread || spread == NONE || !value_is_tuple(spread) || open_ended)
        good = list_append(rt, list, item);
    else
        for (int64_t i = 0; good && i < count; i++)
            good = list_append(rt, list, tuple_item_peek(spread, i));
    release(rt, spread);
    return good;
}

static Owned unpack_items(Runtime *rt, Borrowed item)
{
    Value list = list_new(rt, 1);
    int64_t count = value_is_tuple(item) ? tuple_count(item) : 1;
    for (int64_t i = 0; list && i < count; i++) {
        if (!add_item(rt, list, value_is_tuple(item) ? tuple_item_peek(item, i) : item))
            value_clear(rt, &list);
    }
    Value tuple = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    return tuple;
}

/* Each parameter may rearrange the items (TypeVarTuple gathers, ParamSpec wraps). */
static Owned prepare_items(Runtime *rt, Borrowed self, Borrowed parameters, Owned items)
{
    for (int64_t i = 0; items && i < tuple_count(parameters); i++) {
        Value prepare = get_attribute_or_null(rt, tuple_item_peek(parameters, i), rt->names.__typing_prepare_subst__);
        if (!prepare) {
            if (error_pending(rt))
                value_clear(rt, &items);
            continue;
        }
        Value changed = prepare == NONE ? retain(items) : call_two(rt, prepare, self, items);
        release(rt, prepare);
        Value tuple = changed && !value_is_tuple(changed) ? tuple_from(rt, &changed, 1) : retain(changed);
        release(rt, changed);
        value_replace(rt, &items, tuple);
    }
    return items;
}

/* -- putting in place */

static int64_t index_of(Borrowed tuple, Borrowed item)
{
    for (int64_t i = 0; i < tuple_count(tuple); i++) {
        if (tuple_item_peek(tuple, i) == item)
            return i;
    }
    return -1;
}

static bool extend_with_tuple(Runtime *rt, Borrowed list, Borrowed tuple)
{
    for (int64_t i = 0; i < tuple_count(tuple); i++) {
        if (!list_append(rt, list, tuple_item_peek(tuple, i)))
            return false;
    }
    return true;
}

/* ITEM[...] for an item that has parameters of its own. */
static Owned substitute_nested(Runtime *rt, Borrowed item, Borrowed parameters, Borrowed items)
{
    Value nested = get_attribute_or_null(rt, item, rt->names.__parameters__);
    if (!nested && error_pending(rt))
        return NULL;
    if (!nested || !value_is_tuple(nested) || !tuple_count(nested)) {
        release(rt, nested);
        return retain(item);
    }
    Value list = list_new(rt, 0);
    for (int64_t i = 0; list && i < tuple_count(nested); i++) {
        Value parameter = tuple_item_peek(nested, i);
        int64_t at = index_of(parameters, parameter);
        Value given = at >= 0 ? tuple_item_peek(items, at) : parameter;
        bool many = at >= 0 && value_type(rt, parameter)->slots->iter && value_is_tuple(given);
        if (!(many ? extend_with_tuple(rt, list, given) : list_append(rt, list, given)))
            value_clear(rt, &list);
    }
    release(rt, nested);
    Value key = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    Value result = key ? get_item(rt, item, key) : NULL;
    release(rt, key);
    return result;
}

static Owned substitute_one(Runtime *rt, Borrowed item, Borrowed parameters, Borrowed items)
{
    Value substitute = get_attribute_or_null(rt, item, rt->names.__typing_subst__);
    if (!substitute)
        return error_pending(rt) ? NULL : substitute_nested(rt, item, parameters, items);
    int64_t at = index_of(parameters, item);
    Value result = at < 0 ? retain(item) : call_one(rt, substitute, tuple_item_peek(items, at));
    release(rt, substitute);
    return result;
}

/* *Ts among the arguments: what takes its place is spread out. */
static int is_unpacked_variable(Runtime *rt, Borrowed item)
{
    if (object_has_type_flag(item, TYPE_IS_TYPE))
        return 0;
    Value found = get_attribute_or_null(rt, item, rt->names.__typing_is_unpacked_typevartuple__);
    int answer = found ? value_truth(rt, found) : error_pending(rt) ? -1 : 0;
    release(rt, found);
    return answer;
}

static bool add_substituted(Runtime *rt, Borrowed list, Borrowed item, Borrowed parameters, Borrowed items)
{
    if (object_has_type_flag(item, TYPE_IS_TYPE))
        return list_append(rt, list, item);
    int unpacked = is_unpacked_variable(rt, item);
    if (unpacked < 0)
        return false;
    Value result = substitute_one(rt, item, parameters, items);
    if (!result)
        return false;
    bool good = unpacked && value_is_tuple(result) ? extend_with_tuple(rt, list, result) : list_append(rt, list, result);
    release(rt, result);
    return good;
}

static Owned substitute_all(Runtime *rt, Borrowed args, Borrowed parameters, Borrowed items)
{
    Value list = list_new(rt, tuple_count(args));
    for (int64_t i = 0; list && i < tuple_count(args); i++) {
        if (!add_substituted(rt, list, tuple_item_peek(args, i), parameters, items))
            value_clear(rt, &list);
    }
    Value tuple = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    return tuple;
}

Owned generic_substitute(Runtime *rt, Borrowed self, Borrowed args, Borrowed parameters, Borrowed item)
{
    int64_t expected = tuple_count(parameters);
    if (!expected)
        return raise(rt, rt->TypeError, "%R is not a generic class", self);
    Value items = prepare_items(rt, self, parameters, unpack_items(rt, item));
    if (!items)
        return NULL;
    Value result = NULL;
    if (tuple_count(items) != expected)
        raise(rt, rt->TypeError, "Too %s arguments for %R; actual %zd, expected %zd",
              tuple_count(items) > expected ? "many" : "few", self, tuple_count(items), expected);
    else
        result = substitute_all(rt, args, parameters, items);
    release(rt, items);
    return result;
}
