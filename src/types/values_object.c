/* See values_object.h. */
#include "types/values_object.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"

static int traverse(Object *self, int n, GcVisit visit, void *argument)
{
    Value *values = (Value *)(self + 1);
    for (int i = 0; i < n; i++)
        VISIT_VALUE(values[i]);
    return type_traverse_object(self, visit, argument);
}

static void clear(Gc *gc, Object *self, int n)
{
    Value *values = (Value *)(self + 1);
    for (int i = 0; i < n; i++)
        value_clear(runtime_of(gc), &values[i]);
    type_clear_object(runtime_of(gc), self);
}

static void free_values(Gc *gc, Object *self, int n)
{
    Runtime *rt = runtime_of(gc);
    Value *values = (Value *)(self + 1);
    gc_untrack(gc, self);
    for (int i = 0; i < n; i++)
        release(rt, values[i]);
    type_free_object(rt, self);
}

#define VALUES_OBJECT(n) \
    int values_traverse_##n(Object *self, GcVisit visit, void *argument) { return traverse(self, n, visit, argument); } \
    void values_clear_##n(Gc *gc, Object *self) { clear(gc, self, n); } \
    void values_free_##n(Gc *gc, Object *self) { free_values(gc, self, n); }
VALUES_OBJECT(1)
VALUES_OBJECT(2)
VALUES_OBJECT(3)
VALUES_OBJECT(4)
VALUES_OBJECT(5)
VALUES_OBJECT(6)

bool positional_count(Runtime *rt, const char *function, size_t count, size_t min, size_t max)
{
    if (likely(count >= min && count <= max))
        return true;
    size_t bound = count < min ? min : max;
    return raise(rt, rt->TypeError, "%s expected %s%zu argument%s, got %zu", function,
                 min == max ? "" : count < min ? "at least " : "at most ", bound,
                 bound == 1 ? "" : "s", count);
}

bool positional_check(Runtime *rt, const char *function, size_t count, Borrowed keywords, size_t min,
                      size_t max)
{
    if (unlikely(keywords && tuple_count(keywords)))
        return raise(rt, rt->TypeError, "%s() takes no keyword arguments", function);
    return positional_count(rt, function, count, min, max);
}

Borrowed builtin_peek(Runtime *rt, const char *name)
{
    Value v = rt->builtins ? dict_get_text_peek(rt, rt->builtins, name) : NULL;
    if (!v)
        raise(rt, rt->AttributeError, "%s", name);
    return v;
}

Owned reduce_two(Runtime *rt, Borrowed function, Borrowed argument)
{
    Value arguments = tuple_pack(rt, 1, argument);
    if (!arguments)
        return NULL;
    Value result = tuple_pack(rt, 2, function, arguments);
    release(rt, arguments);
    return result;
}

Owned reduce_three(Runtime *rt, Borrowed function, Borrowed argument, Borrowed state)
{
    Value arguments = tuple_pack(rt, 1, argument);
    if (!arguments)
        return NULL;
    Value result = tuple_pack(rt, 3, function, arguments, state);
    release(rt, arguments);
    return result;
}

Owned iterator_reduce(Runtime *rt, const char *builtin, Borrowed sequence, int64_t index, const char *empty)
{
    Value function = builtin_peek(rt, sequence ? builtin : "iter");
    if (!function)
        return NULL;
    if (sequence) {
        Value position = int_from_int64(rt, index);
        Value result = position ? reduce_three(rt, function, sequence, position) : NULL;
        release(rt, position);
        return result;
    }
    Value nothing = *empty == 't' ? tuple_empty(rt) : list_new(rt, 0);
    Value result = nothing ? reduce_two(rt, function, nothing) : NULL;
    release(rt, nothing);
    return result;
}

bool state_index(Runtime *rt, Borrowed state, int64_t *out)
{
    if (!value_is_int(state))
        return raise(rt, rt->TypeError, "an integer is required");
    return value_to_ssize(rt, state, out, rt->OverflowError);
}

Owned generic_alias_new(Runtime *rt, Borrowed origin, Borrowed args);

Owned class_getitem(Runtime *rt, Borrowed type, const Value *args)
{
    return generic_alias_new(rt, type, args[0]);
}

Type *fixed_type(Runtime *rt, const TypeDef *def, Type *base)
{
    Type *type = type_from_def(rt, def, base);
    return type && type_ready(rt, type) ? type : NULL;
}

Type *module_add_fixed_type(Runtime *rt, Borrowed module, const TypeDef *def, Type *base)
{
    const char *dot = strrchr(def->name, '.');
    Type *type = fixed_type(rt, def, base);
    return type && module_add(rt, module, dot ? dot + 1 : def->name, type_value(type)) ? type : NULL;
}

static Value *own_dict(Borrowed self)
{
    Object *object = value_object(self);
    return (Value *)((char *)object + object_type(object)->dict_offset);
}

static Owned get_own_dict(Runtime *rt, Borrowed self)
{
    Value *place = own_dict(self);
    if (!*place)
        *place = dict_new(rt);
    return retain(*place);
}

static bool set_own_dict(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "cannot delete __dict__");
    if (!value_is_dict(value))
        return raise(rt, rt->TypeError, "__dict__ must be set to a dictionary, not a '%.200T'", value);
    value_replace(rt, own_dict(self), retain(value));
    return true;
}

const GetSetDef own_dict_getsets[] = {
    { "__dict__", get_own_dict, set_own_dict, NULL },
    {0},
};
