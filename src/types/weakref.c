/* weakref.ref, and what the collector calls back.  Proxies: types/weakproxy.c.
 *
 * The order in an object's list is CPython's: the shared reference without a
 * callback first, then the shared proxy, then all others, the newest first. */
#include "types/weakref.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/generic_alias.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/weakref_parts.h"

static inline WeakReference *reference_of(Borrowed v) { return (WeakReference *)v; }

static bool is_proxy_type(Runtime *rt, const Type *type)
{
    return type == rt->weakproxy_type || type == rt->weakcallableproxy_type;
}

/* -- making */

/* The shared reference and the shared proxy of TARGET; NULL where there is none. */
static void find_shared(Runtime *rt, const Object *target, WeakRef **reference, WeakRef **proxy)
{
    WeakRef *first = weak_first_peek(&rt->gc, target);
    *reference = *proxy = NULL;
    if (first && !first->callback && object_type(&first->head) == rt->weakref_type) {
        *reference = first;
        first = first->next;
    }
    if (first && !first->callback && is_proxy_type(rt, object_type(&first->head)))
        *proxy = first;
}

Borrowed weakref_first_peek(Runtime *rt, Borrowed object)
{
    return object_value(value_is_object(object) ? weak_first_peek(&rt->gc, value_object(object)) : NULL);
}

static bool check_target(Runtime *rt, Borrowed object)
{
    if (value_is_object(object) && (object_type(value_object(object))->flags & TYPE_WEAK))
        return true;
    return raise(rt, rt->TypeError, "cannot create weak reference to '%.100T' object", object);
}

/* A new one behind AFTER in OBJECT's list. */
static Owned reference_new(Runtime *rt, Type *type, Borrowed object, Borrowed callback, WeakRef *after)
{
    WeakReference *r = (WeakReference *)type_alloc(rt, type, 0);
    if (!r)
        return NULL;
    r->hash = -1;
    if (!weak_attach(&rt->gc, &r->weak, value_object(object), after)) {
        object_release(&rt->gc, &r->weak.head);
        return raise_memory_error(rt);
    }
    r->weak.callback = (Object *)retain(callback);
    gc_track(&rt->gc, &r->weak.head);
    return object_value(r);
}

/* Is the shared one still among the living?  Its own death may be under way. */
static bool is_alive(const WeakRef *reference)
{
    return reference && reference->head.count != 0;
}

Owned weakref_of_type(Runtime *rt, Type *type, Borrowed object, Borrowed callback)
{
    WeakRef *reference, *proxy;
    if (!check_target(rt, object))
        return NULL;
    if (callback == NONE)
        callback = NULL;
    Object *target = value_object(object);
    find_shared(rt, target, &reference, &proxy);
    WeakRef *shared = type == rt->weakref_type ? reference : is_proxy_type(rt, type) ? proxy : NULL;
    if (!callback && is_alive(shared))
        return retain(object_value(shared));
    /* Allocation may collect, and that may change the list: look again. */
    Value made = reference_new(rt, type, object, callback, NULL);
    if (!made || (!callback && type == rt->weakref_type))
        return made;
    WeakRef *own = (WeakRef *)made;
    weak_detach(&rt->gc, own);
    find_shared(rt, target, &reference, &proxy);
    WeakRef *after = reference;
    if (proxy && !(is_proxy_type(rt, type) && !callback))
        after = proxy;
    if (weak_attach(&rt->gc, own, target, after))
        return made;
    release(rt, made);
    return raise_memory_error(rt);
}

Owned weakref_new(Runtime *rt, Borrowed object, Borrowed callback)
{
    return weakref_of_type(rt, rt->weakref_type, object, callback);
}

Owned weakref_target(Runtime *rt, Borrowed reference)
{
    return object_value(weak_get(&rt->gc, (WeakRef *)reference));
}

void weakref_call_back(Gc *gc, WeakRef *reference)
{
    Runtime *rt = runtime_of(gc);
    Value callback = retain((Value)reference->callback), pending = error_take(rt);
    Value result = call_one(rt, callback, object_value(reference));
    if (!result)
        error_unraisable(rt, NULL, callback);
    release(rt, result);
    release(rt, callback);
    error_restore_steal(rt, pending);
}

/* -- life */

int weakref_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE((Value)((WeakRef *)self)->callback);
    return type_traverse_object(self, visit, argument);
}

void weakref_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    weak_detach(gc, (WeakRef *)self);
    Value callback = (Value)((WeakRef *)self)->callback;
    ((WeakRef *)self)->callback = NULL;
    release(rt, callback);
    type_clear_object(rt, self);
}

void weakref_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    weakref_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static bool check_arguments(Runtime *rt, const char *name, size_t count)
{
    if (count < 1)
        return raise(rt, rt->TypeError, "%s expected at least 1 argument, got 0", name);
    if (count > 2)
        return raise(rt, rt->TypeError, "%s expected at most 2 arguments, got %zu", name, count);
    return true;
}

static Owned weakref_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)keywords;
    if (!check_arguments(rt, "__new__", count))
        return NULL;
    return weakref_of_type(rt, type, args[0], count > 1 ? args[1] : NULL);
}

static bool weakref_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)self, (void)args;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "ref() takes no keyword arguments");
    return check_arguments(rt, "__init__", count);
}

/* -- slots */

static Owned weakref_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)args;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "weakref() takes no keyword arguments");
    if (count)
        return raise(rt, rt->TypeError, "weakref expected 0 arguments, got %zu", count);
    Value target = weakref_target(rt, self);
    return target ? target : NONE;
}

static bool weakref_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    WeakReference *r = reference_of(self);
    if (r->hash == -1) {
        Value target = weakref_target(rt, self);
        if (!target)
            return raise(rt, rt->TypeError, "weak object has gone away");
        bool done = value_hash(rt, target, &r->hash);
        release(rt, target);
        if (!done)
            return false;
    }
    *hash = r->hash;
    return true;
}

static Owned weakref_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !value_is_weakref(self) || !value_is_weakref(other))
        return NOT_IMPLEMENTED;
    Value a = weakref_target(rt, self), b = weakref_target(rt, other);
    Value result = a && b ? compare(rt, a, b, op) : bool_value((self == other) == (op == COMPARE_EQ));
    release(rt, a);
    release(rt, b);
    return result;
}

static Owned weakref_repr(Runtime *rt, Borrowed self)
{
    size_t address = (size_t)value_bits(self);
    Value target = weakref_target(rt, self);
    if (!target)
        return format_message(rt, "<weakref at 0x%zx; dead>", address);
    Value name = get_attribute_or_null(rt, target, rt->names.__name__), text = NULL;
    size_t where = (size_t)value_bits(target);
    if (name && value_is_str(name))
        text = format_message(rt, "<weakref at 0x%zx; to '%T' at 0x%zx (%U)>", address, target, where, name);
    else if (!error_pending(rt))
        text = format_message(rt, "<weakref at 0x%zx; to '%T' at 0x%zx>", address, target, where);
    release(rt, name);
    release(rt, target);
    return text;
}

static Owned get_callback(Runtime *rt, Borrowed self)
{
    (void)rt;
    const WeakRef *r = (WeakRef *)self;
    return r->callback && r->target ? retain((Value)r->callback) : NONE;
}

static const GetSetDef weakref_getsets[] = {
    { "__callback__", get_callback, NULL, NULL },
    { 0 }
};

static const MethodDef weakref_methods[] = {
    CLASS_GETITEM_METHOD,
    { 0 }
};

const TypeDef weakref_type_def = {
    .name = "weakref.ReferenceType",
    .size = sizeof(WeakReference),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_IS_WEAKREF,
    .traverse = weakref_traverse,
    .clear = weakref_clear,
    .free = weakref_free,
    .slots = {
        .repr = weakref_repr,
        .hash = weakref_hash,
        .compare = weakref_compare,
        .call = weakref_call,
        .make = weakref_make,
        .init = weakref_init,
    },
    .methods = weakref_methods,
    .getsets = weakref_getsets,
};
