/* _weakref: what the module weakref, written in Python, is made on. */
#include "types/weakref.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"

static Owned weakref_count(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return int_from_uint64(rt, value_is_object(args[0]) ? weak_count(&rt->gc, value_object(args[0])) : 0);
}

static Owned weakref_list(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    Value list = list_new(rt, 0);
    WeakRef *r = list && value_is_object(args[0]) ? weak_first_peek(&rt->gc, value_object(args[0])) : NULL;
    for (; list && r; r = r->next) {
        if (!list_append(rt, list, object_value(r)))
            value_clear(rt, &list);
    }
    return list;
}

static Owned weakref_proxy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return weakproxy_new(rt, args[0], args[1]);
}

/* The entry of a WeakValueDictionary goes if its reference is dead. */
static Owned remove_dead(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    Value found = NULL;
    if (!value_is_dict(args[0]))
        return raise(rt, rt->TypeError, "_remove_dead_weakref() argument 1 must be dict, not %V", args[0]);
    if (!dict_lookup(rt, args[0], args[1], &found))
        return NULL;
    if (!found)
        return NONE;
    if (!value_is_weakref(found))
        return raise(rt, rt->TypeError, "not a weakref");
    if (((WeakRef *)found)->target)
        return NONE;
    Value taken = NULL;
    bool done = dict_pop(rt, args[0], args[1], &taken);
    release(rt, taken);
    return done ? NONE : NULL;
}

static bool weakref_module_init(Runtime *rt, Borrowed module)
{
    return module_add(rt, module, "ref", type_value(rt->weakref_type))
           && module_add(rt, module, "ReferenceType", type_value(rt->weakref_type))
           && module_add(rt, module, "ProxyType", type_value(rt->weakproxy_type))
           && module_add(rt, module, "CallableProxyType", type_value(rt->weakcallableproxy_type));
}

static const MethodDef weakref_functions[] = {
    METHOD("getweakrefcount", weakref_count, "(object, /)", "Return the number of weak references to 'object'."),
    METHOD("getweakrefs", weakref_list, "(object, /)", "Return a list of all weak reference objects pointing to 'object'."),
    METHOD("proxy", weakref_proxy, "(object, callback=None, /)",
           "Create a proxy object that weakly references 'object'.\n\n"
           "'callback', if given, is called with a reference to the\n"
           "proxy when 'object' is about to be finalized."),
    METHOD("_remove_dead_weakref", remove_dead, "(dct, key, /)",
           "Atomically remove key from dict if it points to a dead weakref."),
    { 0 }
};

const ModuleDef _weakref_module_def = {
    .name = "_weakref",
    .doc = "Weak-reference support module.",
    .functions = weakref_functions,
    .init = weakref_module_init,
};
