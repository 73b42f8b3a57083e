/* How an object is taken apart for copy and pickle: (function, arguments, state, items, pairs).
 * Protocols 0 and 1 are left to copyreg, written in Python. */
#include "types/object_reduce.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

/* The module copyreg, through the __import__ that programs use. */
static Owned import_copyreg(Runtime *rt)
{
    Value name = str_intern_text(rt, "copyreg");
    Value import = name ? get_item(rt, rt->builtins, rt->names.__import__) : NULL;
    Value module = import ? call_one(rt, import, name) : NULL;
    release(rt, import);
    release(rt, name);
    return module;
}

static Owned copyreg_attribute(Runtime *rt, const char *name)
{
    Value module = import_copyreg(rt);
    Value found = module ? get_attribute_text(rt, module, name) : NULL;
    release(rt, module);
    return found;
}

/* -- state */

static const Type *native_base(const Type *type)
{
    while (!type->def)
        type = type->base;
    return type;
}

/* The names of all __slots__ along the mro, as copyreg collects them. */
static Owned slot_names(Runtime *rt, Type *type)
{
    if (!type->slot_count && !(type->dict && dict_get_text_peek(rt, type->dict, "__slotnames__")))
        return tuple_new(rt, 0);
    Value function = copyreg_attribute(rt, "_slotnames");
    Value names = function ? call_one(rt, function, type_value(type)) : NULL;
    release(rt, function);
    Value tuple = names ? sequence_tuple(rt, names) : NULL;
    release(rt, names);
    return tuple;
}

/* A dict of the slots that hold something; empty when none does. */
static Owned slot_values(Runtime *rt, Borrowed self, Borrowed names)
{
    Value dict = dict_new(rt);
    for (int64_t i = 0; dict && i < tuple_count(names); i++) {
        Value name = tuple_item_peek(names, i), value = get_attribute_or_null(rt, self, name);
        bool good = value ? dict_set(rt, dict, name, value) : !error_pending(rt);
        release(rt, value);
        if (!good)
            value_clear(rt, &dict);
    }
    return dict;
}

static Owned own_state(Runtime *rt, Borrowed self)
{
    Value dict = object_dict(rt, self);
    if (!dict)
        return error_pending(rt) ? NULL : NONE;
    if (value_is_dict(dict) && !dict_count(dict))
        value_replace(rt, &dict, NONE);
    return dict;
}

/* REQUIRED: nothing else describes the object, so there must be no hidden C fields. */
static Owned default_state(Runtime *rt, Borrowed self, bool required)
{
    Type *type = value_type(rt, self);
    if (required && native_base(type) != rt->object_type)
        return raise(rt, rt->TypeError, "cannot pickle '%.200T' object", self);
    Value names = slot_names(rt, type), state = names ? own_state(rt, self) : NULL;
    if (state && tuple_count(names)) {
        Value values = slot_values(rt, self, names);
        if (!values || dict_count(values))
            value_replace(rt, &state, values ? tuple_pack(rt, 2, state, values) : NULL);
        release(rt, values);
    }
    release(rt, names);
    return state;
}

Owned object_getstate(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return default_state(rt, self, false);
}

static bool is_objects_own(Runtime *rt, Type *type, Borrowed name)
{
    return type_lookup_peek(rt, type, name) == type_lookup_peek(rt, rt->object_type, name);
}

static Owned state_of(Runtime *rt, Borrowed self, bool required)
{
    Value own = get_attribute_or_null(rt, self, rt->names.__getstate__);
    if (!own)
        return error_pending(rt) ? NULL : default_state(rt, self, required);
    Value state;
    if (is_objects_own(rt, value_type(rt, self), rt->names.__getstate__))
        state = default_state(rt, self, required);
    else
        state = call_none(rt, own);
    release(rt, own);
    return state;
}

/* -- arguments for __new__ */

static bool new_arguments_ex(Runtime *rt, Borrowed result, Owned *args, Owned *keywords)
{
    if (!value_is_tuple(result))
        return raise(rt, rt->TypeError, "__getnewargs_ex__ should return a tuple, not '%.200T'", result);
    if (tuple_count(result) != 2)
        return raise(rt, rt->ValueError, "__getnewargs_ex__ should return a tuple of length 2, not %zd", tuple_count(result));
    Value first = tuple_item_peek(result, 0), second = tuple_item_peek(result, 1);
    if (!value_is_tuple(first))
        return raise(rt, rt->TypeError, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%.200T'", first);
    if (!value_is_dict(second))
        return raise(rt, rt->TypeError, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%.200T'", second);
    *args = retain(first);
    *keywords = retain(second);
    return true;
}

/* Both NULL: the object does not say. */
static bool new_arguments(Runtime *rt, Borrowed self, Owned *args, Owned *keywords)
{
    *args = *keywords = NULL;
    Value result = call_special(rt, self, rt->names.__getnewargs_ex__, NULL, 0);
    if (result) {
        bool good = new_arguments_ex(rt, result, args, keywords);
        release(rt, result);
        return good;
    }
    if (error_pending(rt))
        return false;
    result = call_special(rt, self, rt->names.__getnewargs__, NULL, 0);
    if (!result)
        return !error_pending(rt);
    if (!value_is_tuple(result)) {
        raise(rt, rt->TypeError, "__getnewargs__ should return a tuple, not '%.200T'", result);
        release(rt, result);
        return false;
    }
    *args = result;
    return true;
}

/* (class, *args) */
static Owned class_and_args(Runtime *rt, Borrowed class, Borrowed args)
{
    int64_t count = args ? tuple_count(args) : 0;
    Value all = tuple_new(rt, count + 1);
    if (!all)
        return NULL;
    tuple_items(all)[0] = retain(class);
    for (int64_t i = 0; i < count; i++)
        tuple_items(all)[i + 1] = retain(tuple_item_peek(args, i));
    return tuple_done(rt, all);
}

static bool items_of(Runtime *rt, Borrowed self, Owned *list_items, Owned *dict_items)
{
    *list_items = *dict_items = NONE;
    if (value_is_list(self))
        return (*list_items = get_iter(rt, self)) != NULL;
    if (!value_is_dict(self))
        return true;
    Value items = call_method(rt, self, rt->names.items, NULL, 0);
    *dict_items = items ? get_iter(rt, items) : NULL;
    release(rt, items);
    return *dict_items != NULL;
}

static Owned assemble(Runtime *rt, Borrowed self, Borrowed function, Borrowed arguments, bool has_args)
{
    Value list_items = NULL, dict_items = NULL, result = NULL;
    bool required = !has_args && !value_is_list(self) && !value_is_dict(self);
    Value state = state_of(rt, self, required);
    if (state && items_of(rt, self, &list_items, &dict_items))
        result = tuple_pack(rt, 5, function, arguments, state, list_items, dict_items);
    release(rt, state);
    release(rt, list_items);
    release(rt, dict_items);
    return result;
}

static Owned reduce_2(Runtime *rt, Borrowed self)
{
    Value args, keywords, class = type_value(value_type(rt, self));
    if (!value_type(rt, self)->slots->make)
        return raise(rt, rt->TypeError, "cannot pickle '%.200T' object", self);
    if (!new_arguments(rt, self, &args, &keywords))
        return NULL;
    bool with_keywords = keywords && dict_count(keywords);
    Value function = copyreg_attribute(rt, with_keywords ? "__newobj_ex__" : "__newobj__");
    Value arguments = NULL, result = NULL;
    if (function)
        arguments = with_keywords ? tuple_pack(rt, 3, class, args, keywords) : class_and_args(rt, class, args);
    if (arguments)
        result = assemble(rt, self, function, arguments, args != NULL);
    release(rt, arguments);
    release(rt, function);
    release(rt, args);
    release(rt, keywords);
    return result;
}

static Owned reduce(Runtime *rt, Borrowed self, int64_t protocol)
{
    if (protocol >= 2)
        return reduce_2(rt, self);
    Value function = copyreg_attribute(rt, "_reduce_ex");
    Value result = function ? call_two(rt, function, self, small_int_value(protocol)) : NULL;
    release(rt, function);
    return result;
}

Owned object_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return reduce(rt, self, 0);
}

/* A __reduce__ of the class's own comes first. */
Owned object_reduce_ex(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t protocol;
    if (!value_to_ssize(rt, args[0], &protocol, rt->OverflowError))
        return NULL;
    Value own = get_attribute_or_null(rt, self, rt->names.__reduce__);
    if (!own && error_pending(rt))
        return NULL;
    if (own && !is_objects_own(rt, value_type(rt, self), rt->names.__reduce__)) {
        Value result = call_none(rt, own);
        release(rt, own);
        return result;
    }
    release(rt, own);
    return reduce(rt, self, protocol);
}
