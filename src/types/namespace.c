/* types.SimpleNamespace. */
#include "types/namespace.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct Namespace {
    Object head;
    Value dict;                 /* never NULL after __new__ */
} Namespace;

static Owned namespace_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    Namespace *n = (Namespace *)type_alloc(rt, type, 0);
    if (!n)
        return NULL;
    gc_track(&rt->gc, &n->head);
    if (!(n->dict = dict_new(rt))) {
        object_release(&rt->gc, &n->head);
        return NULL;
    }
    return object_value(n);
}

Owned simple_namespace_from_dict(Runtime *rt, Borrowed dict)
{
    Value made = namespace_make(rt, rt->simple_namespace_type, NULL, 0, NULL);
    if (made)
        value_replace(rt, &((Namespace *)made)->dict, retain(dict));
    return made;
}

static bool namespace_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (count)
        return raise(rt, rt->TypeError, "no positional arguments expected");
    Value dict = object_dict(rt, self);
    bool done = dict != NULL;
    for (int64_t i = 0; done && keywords && i < tuple_count(keywords); i++)
        done = dict_set(rt, dict, tuple_item_peek(keywords, i), args[i]);
    release(rt, dict);
    return done;
}

static bool show_items(Runtime *rt, StrBuilder *b, Borrowed dict)
{
    Value keys = dict_keys_list(rt, dict), iterator = keys ? get_iter(rt, keys) : NULL, key;
    bool good = iterator != NULL, first = true;
    release(rt, keys);
    while (good && (key = iter_next(rt, iterator)) != NULL) {
        Value value = NULL;
        if (value_is_str(key) && str_size(key) && (good = dict_lookup_owned(rt, dict, key, &value)) && value) {
            good = (first || builder_text(b, ", ")) && builder_str(b, key) && builder_text(b, "=") && builder_repr(b, value);
            first = false;
        }
        release(rt, value);
        release(rt, key);
    }
    release(rt, iterator);
    return good && !error_pending(rt);
}

static Owned namespace_repr(Runtime *rt, Borrowed self)
{
    bool exact = object_is_exactly(self, rt->simple_namespace_type);
    const char *name = exact ? "namespace" : value_type(rt, self)->gc.name;
    int entered = repr_enter(rt, self);
    if (entered)
        return entered < 0 ? NULL : format_message(rt, "%s(...)", name);
    StrBuilder b;
    builder_open(&b, rt);
    Value dict = object_dict(rt, self), result = NULL;
    if (dict && builder_text(&b, name) && builder_text(&b, "(") && show_items(rt, &b, dict) && builder_text(&b, ")"))
        result = builder_finish(&b);
    else
        builder_close(&b);
    release(rt, dict);
    repr_leave(rt, self);
    return result;
}

static Owned namespace_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_instance(rt, self, rt->simple_namespace_type) || !value_is_instance(rt, other, rt->simple_namespace_type))
        return NOT_IMPLEMENTED;
    Value a = object_dict(rt, self), b = a ? object_dict(rt, other) : NULL;
    Value result = b ? compare(rt, a, b, op) : NULL;
    release(rt, a);
    release(rt, b);
    return result;
}

static Owned namespace_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value dict = object_dict(rt, self);
    if (!dict)
        return NULL;
    Value result = tuple_pack(rt, 3, type_value(value_type(rt, self)), rt->empty_tuple, dict);
    release(rt, dict);
    return result;
}

static Owned get_dict(Runtime *rt, Borrowed self)
{
    return object_dict(rt, self);
}

static const MethodDef namespace_methods[] = {
    METHOD("__reduce__", namespace_reduce, "()", "Return state information for pickling"),
    { 0 }
};

static const GetSetDef namespace_getsets[] = {
    { "__dict__", get_dict, NULL, NULL },
    { 0 }
};

static int namespace_traverse(Object *self, GcVisit visit, void *argument)
{
    return type_traverse_object(self, visit, argument);
}

const TypeDef simple_namespace_type_def = {
    .name = "types.SimpleNamespace",
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
    .size = sizeof(Namespace),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    .dict_offset = offsetof(Namespace, dict),
    .traverse = namespace_traverse, .steady = true,
    .slots = {
        .repr = namespace_repr,
        .compare = namespace_compare,
        .make = namespace_make,
        .init = namespace_init,
    },
    .methods = namespace_methods,
    .getsets = namespace_getsets,
};
