/* collections.defaultdict, and the descriptor that named tuples read their fields by. */
#include "modules/collections_parts.h"

typedef struct DefaultDict {
    Dict dict;
    Value factory;              /* NULL or None: none */
} DefaultDict;

static inline Borrowed factory_of(Borrowed self)
{
    Value factory = ((DefaultDict *)self)->factory;
    return factory ? factory : NONE;
}

static int traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((DefaultDict *)self)->factory);
    return dict_traverse(self, visit, argument);
}

static void clear(Gc *gc, Object *self)
{
    value_clear(runtime_of(gc), &((DefaultDict *)self)->factory);
    dict_clear_fields(gc, self);
}

static void free_default_dict(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    value_clear(runtime_of(gc), &((DefaultDict *)self)->factory);
    dict_free(gc, self);
}

static bool init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value factory = count ? args[0] : NONE;
    if (factory != NONE && !is_callable(rt, factory))
        return raise(rt, rt->TypeError, "first argument must be callable or None");
    value_replace(rt, &((DefaultDict *)self)->factory, retain(factory));
    size_t skip = count ? 1 : 0;
    return dict_init(rt, self, args + skip, count - skip, keywords);
}

static Owned missing(Runtime *rt, Borrowed self, const Value *args)
{
    if (factory_of(self) == NONE)
        return raise_key_error(rt, args[0]);
    Value factory = retain(factory_of(self)), value = call_none(rt, factory);
    release(rt, factory);
    if (value && !set_item(rt, self, args[0], value))
        value_clear(rt, &value);
    return value;
}

static Owned repr(Runtime *rt, Borrowed self)
{
    Value content = dict_repr(rt, self), name = content ? short_type_name(rt, self) : NULL, result = NULL;
    int state = name ? repr_enter(rt, factory_of(self)) : -1;
    if (state == 0) {
        result = format_message(rt, "%U(%R, %U)", name, factory_of(self), content);
        repr_leave(rt, factory_of(self));
    } else if (state > 0) {
        result = format_message(rt, "%U(..., %U)", name, content);
    }
    release(rt, content);
    release(rt, name);
    return result;
}

static Owned copy_of(Runtime *rt, Borrowed self)
{
    return call_two(rt, type_value(value_type(rt, self)), factory_of(self), self);
}

static Owned copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return copy_of(rt, self);
}

/* (type, (factory,), None, None, iterator over the items) */
static Owned reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value factory = factory_of(self);
    Value arguments = factory == NONE ? tuple_empty(rt) : tuple_pack(rt, 1, factory);
    Value items = arguments ? call_method(rt, self, rt->names.items, NULL, 0) : NULL;
    Value iterator = items ? get_iter(rt, items) : NULL, result = NULL;
    if (iterator)
        result = tuple_pack(rt, 5, type_value(value_type(rt, self)), arguments, NONE, NONE, iterator);
    release(rt, arguments);
    release(rt, items);
    release(rt, iterator);
    return result;
}

static bool is_default_dict(Borrowed v)
{
    if (!value_is_dict(v))
        return false;
    const Type *type = object_type(value_object(v));
    while (!type->def)
        type = type->base;
    return type->def == &default_dict_type_def;
}

static Owned or(Runtime *rt, Borrowed left, Borrowed right)
{
    Value self = is_default_dict(left) ? left : right, other = self == left ? right : left;
    if (!value_is_dict(other))
        return NOT_IMPLEMENTED;
    Value result;
    if (self == left) {
        result = copy_of(rt, self);
    } else {
        result = call_two(rt, type_value(value_type(rt, self)), factory_of(self), left);
    }
    if (result && value_is_dict(result) && !dict_update(rt, result, right))
        value_clear(rt, &result);
    return result;
}

static const MethodDef methods[] = {
    METHOD("__missing__", missing, "(key, /)", "Called by __getitem__ for a key that is not there."),
    METHOD("copy", copy, "()", "Return a shallow copy."),
    METHOD("__copy__", copy, "()", "Return a shallow copy."),
    METHOD("__reduce__", reduce, "()", "State for pickling."),
    CLASS_GETITEM,
    {0},
};

static const MemberDef members[] = {
    { "default_factory", MEMBER_VALUE_OR_NONE, offsetof(DefaultDict, factory), true,
      "What makes the value for a key that is not there; None: nothing does." },
    {0},
};

const TypeDef default_dict_type_def = {
    .name = "collections.defaultdict",
    .doc = "defaultdict(default_factory=None, /, [...])\n\n"
           "A dict that makes a value for a key that is not there by calling default_factory.",
    .size = sizeof(DefaultDict),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_MAPPING | TYPE_IS_DICT,
    .traverse = traverse,
    .clear = clear,
    .free = free_default_dict,
    .slots = { .repr = repr, .init = init, .binary = { [BINARY_OR] = or } },
    .methods = methods,
    .members = members,
};

/* -- _tuplegetter(index, doc) */

typedef struct TupleGetter {
    Object head;
    Value doc;
    int64_t index;
} TupleGetter;

static Owned getter_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    int64_t index;
    if (!positional_check(rt, "_tuplegetter", count, keywords, 2, 2) || !argument_index(rt, args[0], &index))
        return NULL;
    TupleGetter *g = instance_make(rt, type);
    if (!g)
        return NULL;
    g->doc = retain(args[1]);
    g->index = index;
    return object_tracked(rt, g);
}

static Owned getter_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    TupleGetter *g = (TupleGetter *)self;
    (void)owner;
    if (!instance || instance == NONE)
        return retain(self);
    if (!value_is_tuple(instance))
        return raise(rt, rt->TypeError, "descriptor for index '%zd' for tuple subclasses doesn't apply to '%T' object",
                     g->index, instance);
    if ((uint64_t)g->index >= (uint64_t)tuple_count(instance))
        return raise_index_error(rt, "tuple index out of range");
    return retain(tuple_item_peek(instance, g->index));
}

static bool getter_set(Runtime *rt, Borrowed self, Borrowed instance, Borrowed value)
{
    (void)self, (void)instance;
    return raise(rt, rt->AttributeError, value ? "can't set attribute" : "can't delete attribute");
}

static Owned getter_repr(Runtime *rt, Borrowed self)
{
    TupleGetter *g = (TupleGetter *)self;
    return format_message(rt, "_tuplegetter(%zd, %R)", g->index, g->doc);
}

static Owned getter_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    TupleGetter *g = (TupleGetter *)self;
    Value index = int_from_int64(rt, g->index), arguments = index ? tuple_pack(rt, 2, index, g->doc) : NULL;
    Value result = arguments ? tuple_pack(rt, 2, type_value(value_type(rt, self)), arguments) : NULL;
    release(rt, index);
    release(rt, arguments);
    return result;
}

static const MethodDef getter_methods[] = {
    METHOD("__reduce__", getter_reduce, "()", "State for pickling."),
    {0},
};

static const MemberDef getter_members[] = {
    { "__doc__", MEMBER_VALUE_OR_NONE, offsetof(TupleGetter, doc), true, NULL },
    {0},
};

const TypeDef tuple_getter_type_def = {
    .name = "_collections._tuplegetter",
    .size = sizeof(TupleGetter),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(1),
    .slots = { .make = getter_make, .descriptor_get = getter_get, .descriptor_set = getter_set, .repr = getter_repr },
    .methods = getter_methods,
    .members = getter_members,
};
