/* The module _functools: partial, reduce, cmp_to_key. */
#include "modules/functools_parts.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

/* -- partial */

typedef struct Partial {
    Object head;
    Value function;
    Value args;                 /* tuple */
    Value keywords;             /* dict */
    Value dict;                 /* the instance's own, or NULL */
} Partial;

static inline Partial *partial_of(Borrowed v) { return (Partial *)v; }

static Owned concat_args(Runtime *rt, Borrowed tuple, const Value *args, int64_t count)
{
    int64_t first = tuple ? tuple_count(tuple) : 0;
    Value all = tuple_new(rt, first + count);
    if (!all)
        return NULL;
    for (int64_t i = 0; i < first; i++)
        tuple_items(all)[i] = retain(tuple_item_peek(tuple, i));
    for (int64_t i = 0; i < count; i++)
        tuple_items(all)[first + i] = retain(args[i]);
    return tuple_done(rt, all);
}

/* A new dict: DICT (or nothing), then the keywords. */
static Owned merged_keywords(Runtime *rt, Borrowed dict, const Value *values, Borrowed keywords)
{
    Value all = dict ? dict_copy(rt, dict) : dict_new(rt);
    for (int64_t i = 0; all && keywords && i < tuple_count(keywords); i++)
        if (!dict_set(rt, all, tuple_item_peek(keywords, i), values[i]))
            value_clear(rt, &all);
    return all;
}

static Owned partial_call(CALL_PARAMETERS);

static Owned partial_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (count == 0)
        return raise(rt, rt->TypeError, "type 'partial' takes at least one argument");
    Value function = args[0], first = NULL, named = NULL;
    if (!is_callable(rt, function))
        return raise(rt, rt->TypeError, "the first argument must be callable");
    /* A partial of a partial calls the inner function itself. */
    if (value_type(rt, function)->slots->call == partial_call && !partial_of(function)->dict) {
        first = partial_of(args[0])->args;
        named = partial_of(args[0])->keywords;
        function = partial_of(args[0])->function;
    }
    Value all = concat_args(rt, first, args + 1, (int64_t)count - 1);
    Value all_named = all ? merged_keywords(rt, named, args + count, keywords) : NULL;
    Partial *p = all_named ? instance_make(rt, type) : NULL;
    if (!p) {
        release(rt, all);
        release(rt, all_named);
        return NULL;
    }
    p->function = retain(function);
    p->args = all;
    p->keywords = all_named;
    return object_tracked(rt, p);
}

enum { ARGS_ON_STACK = 8 };

/* Without keywords of its own: the call's stand as they are. */
static Owned call_with_args(Runtime *rt, Partial *p, const Value *args, size_t count, Borrowed keywords)
{
    size_t first = (size_t)tuple_count(p->args), named = keywords ? (size_t)tuple_count(keywords) : 0;
    size_t total = first + count + named;
    Value small[ARGS_ON_STACK], *all = small;
    if (first == 0)
        return call(rt, p->function, args, count, keywords);
    if (total > ARGS_ON_STACK && !(all = memory_alloc(rt, total * sizeof(Value))))
        return raise_memory_error(rt);
    memcpy(all, tuple_items(p->args), first * sizeof(Value));
    if (count + named)
        memcpy(all + first, args, (count + named) * sizeof(Value));
    Value result = call(rt, p->function, all, first + count, keywords);
    if (all != small)
        memory_free(rt, all);
    return result;
}

static Owned partial_call(CALL_PARAMETERS)
{
    Partial *p = partial_of(self);
    if (unlikely(!p->function))
        return raise(rt, rt->TypeError, "the partial object was collected");
    /* The call may give the partial another state. */
    Value function = retain(p->function), own = retain(p->args), named = retain(p->keywords), result = NULL;
    if (dict_count(named) == 0) {
        result = call_with_args(rt, p, args, count, keywords);
    } else {
        Value all = concat_args(rt, own, args, (int64_t)count);
        Value all_named = all ? merged_keywords(rt, named, args + count, keywords) : NULL;
        if (all_named)
            result = call_tuple_dict(rt, function, all, all_named);
        release(rt, all);
        release(rt, all_named);
    }
    release(rt, function);
    release(rt, own);
    release(rt, named);
    return result;
}

static Owned partial_repr(Runtime *rt, Borrowed self)
{
    Partial *p = partial_of(self);
    int state = p->function ? repr_enter(rt, self) : 1;
    if (state)
        return state < 0 ? NULL : str_from_text(rt, "...");
    StrBuilder b;
    builder_open(&b, rt);
    Value name = format_message(rt, "%T(", self), function = retain(p->function);
    Value args = retain(p->args), named = retain(p->keywords);
    bool fine = name && builder_str(&b, name) && builder_repr(&b, function);
    for (int64_t i = 0; fine && i < tuple_count(args); i++)
        fine = builder_text(&b, ", ") && builder_repr(&b, tuple_item_peek(args, i));
    Value key, value;
    for (int64_t at = 0; fine && dict_next_peek(named, &at, &key, &value);) {
        retain(key);
        retain(value);
        Value text = value_str(rt, key);
        fine = text && builder_text(&b, ", ") && builder_str(&b, text) && builder_text(&b, "=")
            && builder_repr(&b, value);
        release(rt, text);
        release(rt, key);
        release(rt, value);
    }
    release(rt, name);
    release(rt, function);
    release(rt, args);
    release(rt, named);
    repr_leave(rt, self);
    if (!fine) {
        builder_close(&b);
        return NULL;
    }
    builder_text(&b, ")");
    return builder_finish(&b);
}

static Owned partial_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Partial *p = partial_of(self);
    Value arguments = tuple_pack(rt, 1, p->function);
    Value state = arguments ? tuple_pack(rt, 4, p->function, p->args, p->keywords, p->dict ? p->dict : NONE) : NULL;
    Value result = state ? tuple_pack(rt, 3, type_value(value_type(rt, self)), arguments, state) : NULL;
    release(rt, arguments);
    release(rt, state);
    return result;
}

static Owned partial_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Partial *p = partial_of(self);
    Value *parts = value_is_tuple(args[0]) ? tuple_items(args[0]) : NULL;
    if (!parts || tuple_count(args[0]) != 4 || !is_callable(rt, parts[0]) || !value_is_tuple(parts[1])
        || (parts[2] != NONE && !value_is_dict(parts[2])))
        return raise(rt, rt->TypeError, "invalid partial state");
    Value own = object_is_exactly(parts[1], rt->tuple_type) ? retain(parts[1]) : sequence_tuple(rt, parts[1]);
    Value named = NULL;
    if (own)
        named = parts[2] == NONE ? dict_new(rt)
                : object_is_exactly(parts[2], rt->dict_type) ? retain(parts[2]) : dict_copy(rt, parts[2]);
    if (!named) {
        release(rt, own);
        return NULL;
    }
    value_replace(rt, &p->function, retain(parts[0]));
    value_replace(rt, &p->args, own);
    value_replace(rt, &p->keywords, named);
    value_replace(rt, &p->dict, parts[3] == NONE ? NULL : retain(parts[3]));
    return NONE;
}

static const MethodDef partial_methods[] = {
    METHOD("__reduce__", partial_reduce, "()", "State for pickling."),
    METHOD("__setstate__", partial_setstate, "(state, /)", "Set function, arguments, keywords and __dict__."),
    CLASS_GETITEM,
    {0},
};

static const MemberDef partial_members[] = {
    { "func", MEMBER_VALUE, offsetof(Partial, function), false, "The function that is called." },
    { "args", MEMBER_VALUE, offsetof(Partial, args), false, "The arguments that come first." },
    { "keywords", MEMBER_VALUE, offsetof(Partial, keywords), false, "The keyword arguments." },
    {0},
};

static const TypeDef partial_type_def = {
    .name = "functools.partial",
    .doc = "partial(func, *args, **keywords)\n\nThe function with some arguments given already.",
    .size = sizeof(Partial),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK,
    .dict_offset = offsetof(Partial, dict),
    VALUES_TYPE_CLEAR(3),           /* __setstate__ can make it a cycle of its own */
    .slots = { .make = partial_make, .call = partial_call, .repr = partial_repr },
    .methods = partial_methods,
    .getsets = own_dict_getsets,
    .members = partial_members,
};

/* -- reduce */

static Owned reduce(CALL_PARAMETERS)
{
    (void)self;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "_functools.reduce() takes no keyword arguments");
    if (!positional_count(rt, "reduce", count, 2, 3))
        return NULL;
    Value iterator = get_iter(rt, args[1]), item;
    if (!iterator) {
        if (error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "reduce() arg 2 must support iteration");
        return NULL;
    }
    Value total = count == 3 ? retain(args[2]) : NULL;
    while ((item = iter_next(rt, iterator))) {
        if (!total) {
            total = item;
            continue;
        }
        Value next = call_two(rt, args[0], total, item);
        release(rt, item);
        release(rt, total);
        total = next;
        if (!total)
            break;
    }
    release(rt, iterator);
    if (error_pending(rt)) {
        release(rt, total);
        return NULL;
    }
    return total ? total : raise(rt, rt->TypeError, "reduce() of empty iterable with no initial value");
}

/* -- cmp_to_key: K(obj) wraps an object, compared by the function */

typedef struct KeyWrapper {
    Object head;
    Value function;
    Value object;               /* NULL: the factory */
} KeyWrapper;

static Owned key_wrapper_new(Runtime *rt, Type *type, Borrowed function, Borrowed object)
{
    KeyWrapper *k = instance_make(rt, type);
    if (!k)
        return NULL;
    k->function = retain(function);
    k->object = retain(object);
    return object_tracked(rt, k);
}

static Owned key_wrapper_call(CALL_PARAMETERS)
{
    Value object;
    if (!arguments_bind(rt, "K", "(obj)", args, count, keywords, &object))
        return NULL;
    return key_wrapper_new(rt, value_type(rt, self), ((KeyWrapper *)self)->function, object);
}

static Owned key_wrapper_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (value_type(rt, self) != value_type(rt, other))
        return raise(rt, rt->TypeError, "other argument must be K instance");
    Value a = ((KeyWrapper *)self)->object, b = ((KeyWrapper *)other)->object;
    if (!a || !b || !((KeyWrapper *)self)->function)
        return raise(rt, rt->AttributeError, "object");
    Value answer = call_two(rt, ((KeyWrapper *)self)->function, a, b);
    Value result = answer ? compare(rt, answer, small_int_value(0), op) : NULL;
    release(rt, answer);
    return result;
}

static const MemberDef key_wrapper_members[] = {
    { "obj", MEMBER_VALUE_OR_NONE, offsetof(KeyWrapper, object), true, "The value wrapped by a key function." },
    {0},
};

static const TypeDef key_wrapper_type_def = {
    .name = "functools.KeyWrapper",
    .size = sizeof(KeyWrapper),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE_CLEAR(2),           /* obj can be set */
    .slots = { .call = key_wrapper_call, .compare = key_wrapper_compare },
    .members = key_wrapper_members,
};

static Owned cmp_to_key(Runtime *rt, Borrowed self, const Value *args)
{
    return key_wrapper_new(rt, *(Type **)((Module *)self)->state, args[0], NULL);
}

/* -- the module */

static const MethodDef functions[] = {
    RAW_METHOD("reduce", reduce, NULL,
               "reduce(function, iterable[, initial], /)\n\n"
               "The function applied to the first two items, to that result and the third, and so on."),
    METHOD("cmp_to_key", cmp_to_key, "(mycmp)", "A key function from a comparison function."),
    {0},
};

static bool init(Runtime *rt, Borrowed module)
{
    Type *partial = module_add_fixed_type(rt, module, &partial_type_def, NULL);
    Type *wrapper = partial ? fixed_type(rt, &key_wrapper_type_def, NULL) : NULL;
    if (!wrapper)
        return false;
    *(Type **)((Module *)module)->state = wrapper;
    Type *cache = module_add_fixed_type(rt, module, &lru_cache_wrapper_type_def, NULL);
    Type *link = cache ? fixed_type(rt, &lru_link_type_def, NULL) : NULL;
    if (!link)
        return false;
    cache->related = link;
    return true;
}

const ModuleDef functools_module_def = {
    .name = "_functools",
    .doc = "Functions that work on functions.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(Type *),
};
