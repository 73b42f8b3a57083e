/* Types: from a constant definition to a Type object, and its dictionary on demand.
 *
 * Opening a runtime makes about 170 types and must be cheap: type_from_def allocates
 * the object and, where the definition names slots, a table with the inherited ones
 * merged in.  Name, mro and dictionary come with the first look-up (type_ready). */
#include "object/type.h"

#include "object/error.h"
#include "object/protocol.h"
#include "object/runtime.h"
#include "types/class.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/shape.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/type_cache.h"

/* Stands in for type_type while object and type are made. */
static const GcType bootstrap_gc_type = {
    .name = "type", .basic_size = sizeof(Type), .flags = OBJECT_CONTAINER,
};

Type *value_type_of_immediate(Runtime *rt, Borrowed v)
{
    assert(v != NULL);
    if (value_is_small_int(v))
        return rt->int_type;
    if (value_is_flonum(v))
        return rt->float_type;
    if (v == NONE)
        return rt->none_type;
    if (v == TRUE || v == FALSE)
        return rt->bool_type;
    return v == NOT_IMPLEMENTED ? rt->not_implemented_type : rt->ellipsis_type;
}

bool type_is_subtype(const Type *type, const Type *base)
{
    if (type == base)
        return true;
    if (type->def || !type->mro) {
        while ((type = type->base) != NULL) {
            if (type == base)
                return true;
        }
        return false;
    }
    const Tuple *mro = (const Tuple *)type->mro;
    for (int64_t i = 0; i < mro->count; i++) {
        if (mro->items[i] == type_value(base))
            return true;
    }
    return false;
}

/* -- from a definition */

Type *type_new_bare(Runtime *rt, Type *metatype)
{
    const GcType *gc = metatype ? &metatype->gc : &bootstrap_gc_type;
    Type *type = (Type *)gc_alloc(&rt->gc, gc, sizeof(Type));
    if (!type)
        return raise_memory_error(rt);
    memset((char *)type + sizeof(Object), 0, sizeof(Type) - sizeof(Object));
    if (metatype && (metatype->flags & TYPE_HEAP))
        object_retain(&metatype->head);
    type->version = type_next_version(rt);
    type->rt = rt;
    return type;
}

static bool def_has_slots(const TypeDef *def)
{
    static const Slots none;
    return memcmp(&def->slots, &none, sizeof none) != 0;
}

/* A built-in type made without .make cannot be called, unless it takes object's by having .init. */
static void *inherited_make(const TypeDef *def, const Type *base)
{
    if (def->flags & TYPE_NO_NEW)
        return NULL;
    if (!base->base && !def->slots.init)
        return NULL;
    return (void *)base->slots->make;
}

static bool type_take_slots(Runtime *rt, Type *type, const TypeDef *def, const Type *base)
{
    type->slots = &def->slots;
    if (!base)
        return true;
    void *make = def->slots.make ? (void *)def->slots.make : inherited_make(def, base);
    if (!def_has_slots(def) && make == (void *)base->slots->make) {
        type->slots = base->slots;
        return true;
    }
    Slots *table = memory_alloc(rt, sizeof(Slots));
    if (!table)
        return raise_memory_error(rt);
    *table = def->slots;
    if (table->compare && !table->hash)
        table->hash = hash_not_implemented;
    slots_inherit(table, base->slots);
    memcpy(&table->make, &make, sizeof make);
    type->slots = type->own_slots = table;
    return true;
}

static void type_take_life(Type *type, const TypeDef *def, const Type *base)
{
    type->gc.name = def->name;
    type->gc.traverse = def->traverse ? def->traverse : base ? base->gc.traverse : NULL;
    type->gc.traverse_part = def->traverse ? def->traverse_part : base ? base->gc.traverse_part : NULL;
    type->gc.clear = def->clear ? def->clear : base ? base->gc.clear : NULL;
    type->gc.free = def->free ? def->free : base->gc.free;
    type->gc.basic_size = def->size ? def->size : base->gc.basic_size;
    type->gc.flags = type->flags & TYPE_CONTAINER ? OBJECT_CONTAINER : 0;
    if (def->traverse ? def->steady : base && base->gc.flags & GCTYPE_STEADY)
        type->gc.flags |= GCTYPE_STEADY;
    if (type->flags & TYPE_IS_WEAKREF)
        type->gc.flags |= GCTYPE_WEAKREF;
    if (type->slots->finalize) {
        type->gc.finalize = instance_finalize;
        type->gc.flags |= OBJECT_FINALIZER;
    }
}

/* Built-in types whose definitions lie elsewhere and whose instances can be referred to weakly. */
static bool is_weakly_referable(const TypeDef *def)
{
    extern const TypeDef function_type_def, builtin_function_type_def, method_type_def, set_type_def, frozenset_type_def,
        generator_type_def, coroutine_type_def, async_generator_type_def, code_type_def, memoryview_type_def;
    static const TypeDef *const defs[] = {
        &function_type_def, &builtin_function_type_def, &method_type_def, &set_type_def, &frozenset_type_def,
        &generator_type_def, &coroutine_type_def, &async_generator_type_def, &code_type_def, &memoryview_type_def,
    };
    for (size_t i = 0; i < COUNT_OF(defs); i++) {
        if (defs[i] == def)
            return true;
    }
    return false;
}

Type *type_from_def(Runtime *rt, const TypeDef *def, Type *base)
{
    if (!base)
        base = rt->object_type;
    if (!type_cache_open(rt))
        return raise_memory_error(rt);
    Type *type = type_new_bare(rt, rt->type_type);
    if (!type)
        return NULL;
    type->def = def;
    type->base = base;
    type->flags = def->flags | TYPE_IMMUTABLE | (base ? base->flags & TYPE_INHERITED : 0);
    if (is_weakly_referable(def))
        type->flags |= TYPE_WEAK;
    type->item_size = def->item_size ? def->item_size : base ? base->item_size : 0;
    type->dict_offset = def->dict_offset ? def->dict_offset : base ? base->dict_offset : 0;
    if (!type_take_slots(rt, type, def, base) || !type_cache_add_type(rt, type)) {
        memory_free(rt, type->own_slots);
        gc_free(&rt->gc, &type->head);
        return raise_memory_error(rt);
    }
    type_take_life(type, def, base);
    if (base)
        object_retain(&base->head);
    type->head.count = INT32_MIN;
    return type;
}

void type_bootstrap(Runtime *rt)
{
    uintptr_t word = (uintptr_t)&rt->type_type->gc | OBJECT_CONTAINER;
    rt->object_type->head.type_word = word;
    rt->type_type->head.type_word = word;
}

/* -- the dictionary */

static bool add_steal(Runtime *rt, Borrowed dict, const char *name, Owned value)
{
    bool done = value && dict_set_text(rt, dict, name, value);
    release(rt, value);
    return done;
}

static Owned method_entry(Runtime *rt, Type *type, const MethodDef *def)
{
    if (!(def->flags & METHOD_STATIC))
        return method_descriptor_new(rt, type, def);
    Value function = builtin_function_new(rt, def, type_value(type), NULL);
    if (!function)
        return NULL;
    Value wrapped = call_one(rt, type_value(rt->staticmethod_type), function);
    release(rt, function);
    return wrapped;
}

static bool add_methods(Runtime *rt, Type *type, Borrowed dict)
{
    for (const MethodDef *def = type->def->methods; def && def->name; def++) {
        if (!add_steal(rt, dict, def->name, method_entry(rt, type, def)))
            return false;
    }
    for (const GetSetDef *def = type->def->getsets; def && def->name; def++) {
        if (!add_steal(rt, dict, def->name, getset_descriptor_new(rt, type, def)))
            return false;
    }
    for (const MemberDef *def = type->def->members; def && def->name; def++) {
        if (!add_steal(rt, dict, def->name, member_descriptor_new(rt, type, def)))
            return false;
    }
    return true;
}

/* Instances with a dictionary show it. */
static bool add_dict_attribute(Runtime *rt, Type *type, Borrowed dict)
{
    if (!type->def->dict_offset || dict_get_peek(rt, dict, rt->names.__dict__))
        return true;
    return add_steal(rt, dict, "__dict__", getset_descriptor_new(rt, type, &instance_dict_getset));
}

static bool add_doc(Runtime *rt, const TypeDef *def, Borrowed dict)
{
    if (dict_get_peek(rt, dict, rt->names.__doc__))
        return true;
    return add_steal(rt, dict, "__doc__", def->doc ? str_from_text(rt, def->doc) : NONE);
}

/* An own constructor, not the one of the base. */
static bool add_new(Runtime *rt, Type *type, Borrowed dict)
{
    if (!type->slots->make || (type->base && !type->def->slots.make))
        return true;
    return add_steal(rt, dict, "__new__", builtin_function_new(rt, &class_new_method, type_value(type), NULL));
}

static Owned build_dict(Runtime *rt, Type *type)
{
    Value dict = dict_new(rt);
    if (!dict)
        return NULL;
    bool inherits_all = type->base && type->base->def == type->def;
    if (!inherits_all) {
        bool done = add_new(rt, type, dict) && slots_add_wrappers(rt, type, dict)
                    && add_methods(rt, type, dict) && add_dict_attribute(rt, type, dict)
                    && add_doc(rt, type->def, dict);
        if (done && type->slots->hash == hash_not_implemented)
            done = dict_set(rt, dict, rt->names.__hash__, NONE);
        if (!done) {
            release(rt, dict);
            return NULL;
        }
    }
    return dict;
}

static Owned build_mro(Runtime *rt, Type *type)
{
    int64_t count = 0;
    for (Type *t = type; t; t = t->base)
        count++;
    Value mro = tuple_new(rt, count);
    if (!mro)
        return NULL;
    count = 0;
    for (Type *t = type; t; t = t->base)
        tuple_items(mro)[count++] = retain(type_value(t));
    return tuple_done(rt, mro);
}

static Owned build_name(Runtime *rt, Type *type)
{
    const char *dot = strrchr(type->gc.name, '.');
    return str_intern_text(rt, dot ? dot + 1 : type->gc.name);
}

static Owned build_bases(Runtime *rt, Type *type)
{
    Value base = type_value(type->base);
    return base ? tuple_from(rt, &base, 1) : tuple_new(rt, 0);
}

typedef struct TypeParts { Value name, bases, mro, dict; } TypeParts;

static bool build_parts(Runtime *rt, Type *type, TypeParts *parts)
{
    return (parts->name = build_name(rt, type)) && (parts->bases = build_bases(rt, type))
           && (parts->mro = build_mro(rt, type)) && (parts->dict = build_dict(rt, type));
}

static void release_parts(Runtime *rt, TypeParts *parts)
{
    release(rt, parts->name);
    release(rt, parts->bases);
    release(rt, parts->mro);
    release(rt, parts->dict);
}

/* Making the parts may run a collection and with it Python code that gets here first. */
bool type_ready(Runtime *rt, Type *type)
{
    if (likely(type->flags & TYPE_READY) || !type->def)
        return true;
    if (type->base && !type_ready(rt, type->base))
        return false;
    TypeParts parts = { 0 };
    if (!build_parts(rt, type, &parts) || (type->flags & TYPE_READY)
        || (type->base && !class_tree_add(rt, type))) {
        release_parts(rt, &parts);
        if (type->flags & TYPE_READY)
            value_clear(rt, &rt->exception);
        return type->flags & TYPE_READY;
    }
    type->name = parts.name;
    type->qualname = retain(parts.name);
    type->bases = parts.bases;
    type->mro = parts.mro;
    type->dict = parts.dict;
    type->flags |= TYPE_READY;
    return true;
}

/* -- change */

void type_modified(Runtime *rt, Type *type)
{
    type->version = type_next_version(rt);
    struct Subclasses *list = type->subclasses;
    for (size_t i = 0; list && i < list->count; i++)
        type_modified(rt, list->items[i]);
}

/* -- the end */

void type_drop_values(Runtime *rt, Type *type)
{
    value_clear(rt, &type->dict);
    value_clear(rt, &type->mro);
    value_clear(rt, &type->bases);
    value_clear(rt, &type->qualname);
    value_clear(rt, &type->slot_names);
}

void type_drop_tables(Runtime *rt, Type *type)
{
    if (type->shape)
        shape_free_tree(rt, type->shape);
    memory_free(rt, type->own_slots);
    memory_free(rt, type->subclasses);
    type->shape = NULL;
    type->own_slots = NULL;
    type->subclasses = NULL;
}

/* First what the types hold, while every type still works; then the types, object and type last. */
void type_close_all(Runtime *rt)
{
    if (!rt->type_cache)
        return;
    type_cache_clear(rt);
    TypeCache *cache = rt->type_cache;
    for (size_t i = 0; i < cache->count; i++) {
        type_drop_values(rt, cache->types[i]);
        value_clear(rt, &cache->types[i]->name);
    }
    for (size_t i = cache->count; i-- > 0;)
        type_drop_tables(rt, cache->types[i]);
    Type *type_type = rt->type_type;
    for (size_t i = cache->count; i-- > 0;) {
        if (cache->types[i] != type_type)
            gc_free(&rt->gc, &cache->types[i]->head);
    }
    if (type_type)
        gc_free(&rt->gc, &type_type->head);
    type_cache_close(rt);
}
