/* mappingproxy: a read-only view of any mapping. */
#include "object/arguments.h"
#include "types/dict_parts.h"
#include "types/list.h"
#include "types/tuple.h"

typedef struct MappingProxy { Object head; Value mapping; } MappingProxy;

static inline Borrowed inner(Borrowed self) { return ((MappingProxy *)self)->mapping; }

Owned mapping_proxy_new(Runtime *rt, Borrowed mapping)
{
    MappingProxy *proxy = object_make(rt, rt->mapping_proxy_type);
    if (!proxy)
        return NULL;
    proxy->mapping = retain(mapping);
    return object_tracked(rt, proxy);
}

static Owned make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value mapping;
    (void)type;
    if (!arguments_bind(rt, "mappingproxy", "(mapping)", args, count, keywords, &mapping))
        return NULL;
    const Slots *slots = value_type(rt, mapping)->slots;
    if (!slots->get_item || value_is_list(mapping) || value_is_tuple(mapping))
        return raise(rt, rt->TypeError, "mappingproxy() argument must be a mapping, not %T", mapping);
    return mapping_proxy_new(rt, mapping);
}

static int64_t length(Runtime *rt, Borrowed self) { return value_length(rt, inner(self)); }
static Owned item(Runtime *rt, Borrowed self, Borrowed key) { return get_item(rt, inner(self), key); }
static Owned iter(Runtime *rt, Borrowed self) { return get_iter(rt, inner(self)); }
static Owned text(Runtime *rt, Borrowed self) { return value_str(rt, inner(self)); }
static Owned repr(Runtime *rt, Borrowed self) { return format_message(rt, "mappingproxy(%R)", inner(self)); }

static int has(Runtime *rt, Borrowed self, Borrowed key)
{
    Value mapping = inner(self);
    if (!object_is_exactly(mapping, rt->dict_type))
        return contains(rt, mapping, key);
    bool found;
    return dict_contains(rt, mapping, key, &found) ? found : -1;
}

static Owned compare_proxy(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    return compare(rt, inner(self), other, op);
}

static Borrowed unwrap(Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->mapping_proxy_type) ? inner(v) : v;
}

static Owned or(Runtime *rt, Borrowed left, Borrowed right)
{
    return binary(rt, unwrap(rt, left), unwrap(rt, right), BINARY_OR);
}

static Owned inplace_or(Runtime *rt, Borrowed self, Borrowed other)
{
    (void)other;
    return raise(rt, rt->TypeError, "'|=' is not supported by %T; use '|' instead", self);
}

static Owned get(Runtime *rt, Borrowed self, const Value *args)
{
    Value pair[2] = { args[0], args[1] ? args[1] : NONE };
    return call_method(rt, inner(self), rt->names.get, pair, 2);
}

static Owned keys(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return call_method(rt, inner(self), rt->names.keys, NULL, 0);
}

static Owned values(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return call_method(rt, inner(self), rt->names.values, NULL, 0);
}

static Owned items(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return call_method(rt, inner(self), rt->names.items, NULL, 0);
}

static Owned copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return call_method(rt, inner(self), rt->names.copy, NULL, 0);
}

static Owned reversed_keys(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return call_method(rt, inner(self), rt->names.__reversed__, NULL, 0);
}

static const MethodDef methods[] = {
    METHOD("get", get, "(key, default=None, /)", "The value for key, or default when there is none."),
    METHOD("keys", keys, "()", "The keys of the mapping."),
    METHOD("values", values, "()", "The values of the mapping."),
    METHOD("items", items, "()", "The items of the mapping."),
    METHOD("copy", copy, "()", "A shallow copy of the mapping."),
    METHOD("__reversed__", reversed_keys, "()", "An iterator over the keys, last first."),
    CLASS_GETITEM,
    {0},
};

const TypeDef mapping_proxy_type_def = {
    .name = "mappingproxy",
    .doc = "A read-only view of a mapping.",
    .signature = "(mapping)",
    .size = sizeof(MappingProxy),
    .flags = TYPE_CONTAINER | TYPE_MAPPING,
    VALUES_TYPE(1), .steady = true,
    .slots = {
        .repr = repr,
        .str = text,
        .compare = compare_proxy,
        .iter = iter,
        .make = make,
        .length = length,
        .contains = has,
        .get_item = item,
        .binary = { [BINARY_OR] = or },
        .inplace = { [BINARY_OR] = inplace_or },
    },
    .methods = methods,
};
