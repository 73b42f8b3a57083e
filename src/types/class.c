/* Making classes: type(name, bases, dict, **kwds), and calling them. */
#include "types/class.h"

#include "object/error.h"
#include "object/prepend.h"
#include "object/protocol.h"
#include "object/running.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/list.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/weakref.h"

/* -- calling a class */

static Owned type_of(Runtime *rt, const Value *args, size_t count, Borrowed keywords)
{
    bool plain = !keywords || !tuple_count(keywords);
    if (count == 1 && plain)
        return retain(type_value(value_type(rt, args[0])));
    raise(rt, rt->TypeError, "type() takes 1 or 3 arguments");
    return NULL;
}


void class_track_made(Runtime *rt, Borrowed v)
{
    if (value_is_object(v) && (value_object(v)->type_word & OBJECT_CONTAINER)
        && (object_type(value_object(v))->flags & TYPE_HEAP))
        gc_track(&rt->gc, value_object(v));
}

Owned type_call(CALL_PARAMETERS)
{
    Type *type = (Type *)self;
    if (unlikely(type == rt->type_type) && count != 3)
        return type_of(rt, args, count, keywords);
    if (unlikely(!type->slots->make))
        return raise(rt, rt->TypeError, "cannot create '%.100N' instances", type);
    Value object = type->slots->make(rt, type, args, count, keywords);
    if (!object)
        return NULL;
    Type *made = value_type(rt, object);
    if (made != type && !type_is_subtype(made, type))
        return object;
    class_track_made(rt, object);
    if (made->slots->init(rt, object, args, count, keywords))
        return object;
    release(rt, object);
    return NULL;
}

/* -- __new__ of built-in types as a function */

/* The built-in type whose constructor TYPE ends up with. */
static const Type *native_maker(const Type *type)
{
    while (!type->def)
        type = type->base;
    return type;
}

static Owned new_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Type *owner = (Type *)self;
    if (!count)
        return raise(rt, rt->TypeError, "%N.__new__(): not enough arguments", owner);
    if (!object_has_type_flag(args[0], TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "%N.__new__(X): X is not a type object (%T)", owner, args[0]);
    Type *type = (Type *)args[0];
    if (!type_is_subtype(type, owner))
        return raise(rt, rt->TypeError, "%N.__new__(%N): %N is not a subtype of %N", owner, type, type, owner);
    const Type *native = native_maker(type);
    if (native->slots->make != owner->slots->make)
        return raise(rt, rt->TypeError, "%N.__new__(%N) is not safe, use %N.__new__()", owner, type, native);
    Value object = owner->slots->make(rt, type, args + 1, count - 1, keywords);
    if (object)
        class_track_made(rt, object);
    return object;
}

const MethodDef class_new_method = RAW_METHOD("__new__", new_call, "(*args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.");

/* -- the metaclass */

Type *class_metatype(Runtime *rt, Type *metatype, Borrowed bases)
{
    for (int64_t i = 0; i < tuple_count(bases); i++) {
        Type *other = value_type(rt, tuple_item_peek(bases, i));
        if (type_is_subtype(metatype, other))
            continue;
        if (!type_is_subtype(other, metatype))
            return raise(rt, rt->TypeError, "metaclass conflict: the metaclass of a derived class must be a "
                         "(non-strict) subclass of the metaclasses of all its bases");
        metatype = other;
    }
    return metatype;
}

static bool check_mro_entries(Runtime *rt, Borrowed bases)
{
    for (int64_t i = 0; i < tuple_count(bases); i++) {
        Value base = tuple_item_peek(bases, i);
        if (object_has_type_flag(base, TYPE_IS_TYPE))
            continue;
        int has = has_attribute(rt, base, rt->names.__mro_entries__);
        if (has < 0)
            return false;
        if (has)
            return raise(rt, rt->TypeError,
                         "type() doesn't support MRO entry resolution; use types.new_class()");
    }
    return true;
}

/* -- the dictionary of a new class */

static bool copy_namespace(Runtime *rt, Borrowed dict, Borrowed namespace)
{
    int64_t position = 0;
    Value key, value;
    while (dict_next_peek(namespace, &position, &key, &value)) {
        retain(value);
        Value name = object_is_exactly(key, rt->str_type) ? str_intern_steal(rt, retain(key)) : retain(key);
        bool done = name && dict_set(rt, dict, name, value);
        release(rt, name);
        release(rt, value);
        if (!done)
            return false;
    }
    return true;
}

static bool set_module(Runtime *rt, Borrowed dict)
{
    if (dict_get_peek(rt, dict, rt->names.__module__))
        return true;
    Value globals = running_globals_peek(rt);
    Value module = globals ? dict_get_peek(rt, globals, rt->names.__name__) : NULL;
    return !module || dict_set(rt, dict, rt->names.__module__, module);
}

static bool take_qualname(Runtime *rt, Type *type)
{
    Value qualname = NULL;
    if (!dict_pop(rt, type->dict, rt->names.__qualname__, &qualname))
        return false;
    if (!qualname)
        qualname = retain(type->name);
    if (!value_is_str(qualname)) {
        raise(rt, rt->TypeError, "type __qualname__ must be a str, not %T", qualname);
        release(rt, qualname);
        return false;
    }
    type->qualname = qualname;
    return true;
}

/* A plain function under NAME becomes WRAPPER(function). */
static bool wrap_function(Runtime *rt, Type *type, Borrowed name, Type *wrapper)
{
    Value found = dict_get_peek(rt, type->dict, name);
    if (!object_is_exactly(found, rt->function_type))
        return true;
    Value wrapped = call_one(rt, type_value(wrapper), found);
    bool done = wrapped && dict_set(rt, type->dict, name, wrapped);
    release(rt, wrapped);
    return done;
}

/* A built-in base that has a __dict__ of its own (type, module) says what may be done with it. */
static Borrowed native_dict_attribute(Runtime *rt, Borrowed self)
{
    const Type *native = native_maker(value_type(rt, self));
    Value found = native->dict_offset ? dict_get_peek(rt, native->dict, rt->names.__dict__) : NULL;
    if (object_is_exactly(found, rt->getset_descriptor_type) && ((GetSetDescriptor *)found)->def != &instance_dict_getset)
        return found;
    return NULL;
}

static Owned get_instance_dict(Runtime *rt, Borrowed self)
{
    Value native = native_dict_attribute(rt, self);
    if (native)
        return value_type(rt, native)->slots->descriptor_get(rt, native, self, NULL);
    Value dict = object_dict(rt, self);
    if (!dict && !error_pending(rt))
        return raise(rt, rt->AttributeError, "This object has no __dict__");
    return dict;
}

static bool set_instance_dict(Runtime *rt, Borrowed self, Borrowed value)
{
    Value native = native_dict_attribute(rt, self);
    if (native)
        return value_type(rt, native)->slots->descriptor_set(rt, native, self, value);
    if (value && !value_is_dict(value))
        return raise(rt, rt->TypeError, "__dict__ must be set to a dictionary, not a '%.200T'", value);
    return object_set_dict(rt, self, value);
}

static Owned get_weakref(Runtime *rt, Borrowed self)
{
    Value found = weakref_first_peek(rt, self);
    return found ? retain(found) : NONE;
}

const GetSetDef instance_dict_getset = {
    "__dict__", get_instance_dict, set_instance_dict, "dictionary for instance variables (if defined)",
};
static const GetSetDef weakref_getset = {
    "__weakref__", get_weakref, NULL, "list of weak references to the object (if defined)",
};

static bool add_getset(Runtime *rt, Type *type, const GetSetDef *def)
{
    bool found = false;
    Value name = str_intern_text(rt, def->name);
    bool done = name && dict_contains(rt, type->dict, name, &found);
    if (done && !found) {
        Value descriptor = getset_descriptor_new(rt, type, def);
        done = descriptor && dict_set(rt, type->dict, name, descriptor);
        release(rt, descriptor);
    }
    release(rt, name);
    return done;
}

static bool has_own_dict(const Type *type)
{
    const Type *base = type->base;
    bool has = type->dict_offset || (type->flags & TYPE_INSTANCE);
    return has && !base->dict_offset && !(base->flags & TYPE_INSTANCE);
}

static bool add_slot_descriptors(Runtime *rt, Type *type)
{
    for (int64_t i = 0; type->slot_names && i < tuple_count(type->slot_names); i++) {
        Value name = tuple_item_peek(type->slot_names, i);
        Value descriptor = slot_descriptor_new(rt, type, name, type->base->slot_count + (uint32_t)i);
        bool done = descriptor && dict_set(rt, type->dict, name, descriptor);
        release(rt, descriptor);
        if (!done)
            return false;
    }
    return true;
}

static bool set_doc(Runtime *rt, Borrowed dict)
{
    Value doc = dict_get_peek(rt, dict, rt->names.__doc__);
    if (doc && value_is_str(doc) && !str_check_utf8(rt, doc))
        return false;
    return doc || dict_set(rt, dict, rt->names.__doc__, NONE);
}

/* == without hash: instances cannot be hashed. */
static bool set_hash(Runtime *rt, Borrowed dict)
{
    if (!dict_get_peek(rt, dict, rt->names.__eq__) || dict_get_peek(rt, dict, rt->names.__hash__))
        return true;
    return dict_set(rt, dict, rt->names.__hash__, NONE);
}

static bool fill_dict(Runtime *rt, Type *type)
{
    return set_module(rt, type->dict) && take_qualname(rt, type)
           && wrap_function(rt, type, rt->names.__new__, rt->staticmethod_type)
           && wrap_function(rt, type, rt->names.__init_subclass__, rt->classmethod_type)
           && wrap_function(rt, type, rt->names.__class_getitem__, rt->classmethod_type)
           && add_slot_descriptors(rt, type)
           && (!has_own_dict(type) || add_getset(rt, type, &instance_dict_getset))
           && (!(type->flags & ~type->base->flags & TYPE_WEAK) || add_getset(rt, type, &weakref_getset))
           && set_doc(rt, type->dict) && set_hash(rt, type->dict);
}

static bool set_class_cell(Runtime *rt, Type *type)
{
    Value cell = NULL;
    if (!dict_pop(rt, type->dict, rt->names.__classcell__, &cell))
        return false;
    if (!cell)
        return true;
    bool good = object_is_exactly(cell, rt->cell_type);
    if (good)
        value_replace(rt, &((Cell *)cell)->content, retain(type_value(type)));
    else
        raise(rt, rt->TypeError, "__classcell__ must be a nonlocal cell, not %R", type_value(value_type(rt, cell)));
    release(rt, cell);
    return good;
}

/* -- after the class is made */

static bool call_set_name(Runtime *rt, Type *type, Borrowed name, Borrowed value)
{
    Value args[2] = { type_value(type), name };
    Value result = call_special(rt, value, rt->names.__set_name__, args, 2);
    release(rt, result);
    if (result || !error_pending(rt))
        return true;
    return raise_from_pending(rt, rt->RuntimeError, "Error calling __set_name__ on '%.100T' instance %R in '%.100N'",
                              value, name, type);
}

static bool may_have_set_name(Runtime *rt, Borrowed value)
{
    Type *kind = value_type(rt, value);
    return kind != rt->function_type && kind != rt->str_type && type_lookup_peek(rt, kind, rt->names.__set_name__);
}

static bool set_names(Runtime *rt, Type *type)
{
    int64_t position = 0;
    Value key, value, items = list_new(rt, 0);
    bool good = items != NULL;
    while (good && dict_next_peek(type->dict, &position, &key, &value)) {
        if (may_have_set_name(rt, value))
            good = list_append(rt, items, key) && list_append(rt, items, value);
    }
    for (int64_t i = 0; good && i + 1 < list_count(items); i += 2)
        good = call_set_name(rt, type, list_item_peek(items, i), list_item_peek(items, i + 1));
    release(rt, items);
    return good;
}

/* An mro() of the metaclass may leave the class itself out. */
static bool is_in_mro(const Type *type)
{
    for (int64_t i = 0; i < tuple_count(type->mro); i++) {
        if (tuple_item_peek(type->mro, i) == type_value(type))
            return true;
    }
    return false;
}

/* The next __init_subclass__ along the mro; object's does nothing. */
static bool init_subclass(Runtime *rt, Type *type, const Value *values, Borrowed keywords)
{
    if (!is_in_mro(type))
        return raise(rt, rt->TypeError, "super(type, obj): obj must be an instance or subtype of type");
    Value args[2] = { type_value(type), type_value(type) };
    Value super = call(rt, type_value(rt->super_type), args, 2, NULL);
    Value function = super ? get_attribute(rt, super, rt->names.__init_subclass__) : NULL;
    Value result = function ? call(rt, function, values, 0, keywords) : NULL;
    release(rt, super);
    release(rt, function);
    release(rt, result);
    return result != NULL;
}

/* -- making one */

static bool set_class_name(Runtime *rt, Type *type, Borrowed name)
{
    if (memchr(str_bytes(name), 0, str_size(name)))
        return raise(rt, rt->ValueError, "type name must not contain null characters");
    if (!str_check_utf8(rt, name))
        return false;
    type->name = retain(name);
    type->gc.name = str_bytes(name);
    return true;
}

/* The flags for match statements come from the first in the mro that has some. */
static void inherit_pattern_flags(Type *type)
{
    uint32_t both = TYPE_SEQUENCE | TYPE_MAPPING;
    for (int64_t i = 1; i < tuple_count(type->mro) && !(type->flags & both); i++)
        type->flags |= ((Type *)tuple_item_peek(type->mro, i))->flags & both;
}

static bool build(Runtime *rt, Type *type, Type *base, Borrowed name, Borrowed bases, Borrowed namespace)
{
    type->flags = TYPE_HEAP | TYPE_SUBCLASSABLE | TYPE_CONTAINER
                | (base->flags & TYPE_INHERITED & ~(uint32_t)(TYPE_SEQUENCE | TYPE_MAPPING));
    type->base = base;
    object_retain(&base->head);
    type->bases = retain(bases);
    type->gc = base->gc;
    type->gc.flags = OBJECT_CONTAINER | (base->gc.flags & (GCTYPE_WEAKREF | GCTYPE_STEADY));
    type->slots = base->slots;
    if (!set_class_name(rt, type, name) || !(type->dict = dict_new(rt))
        || !copy_namespace(rt, type->dict, namespace) || !class_layout(rt, type, type->dict) || !set_class_cell(rt, type)
        || !fill_dict(rt, type))
        return false;
    if (!(type->own_slots = memory_alloc(rt, sizeof(Slots))))
        return raise_memory_error(rt);
    type->slots = type->own_slots;
    *type->own_slots = *base->slots;
    Value mro = class_mro(rt, type);
    if (!mro)
        return false;
    if (type->mro)
        release(rt, mro);       /* an mro() that assigned __bases__ was faster */
    else
        type->mro = mro;
    type->flags |= TYPE_READY;
    inherit_pattern_flags(type);
    bool simple = tuple_count(bases) == 1 && tuple_count(type->mro) == tuple_count(base->mro) + 1;
    slots_fill(rt, type, simple);
    return class_tree_add(rt, type);
}

static Owned make_class(Runtime *rt, Type *metatype, Type *base, const Value *parts, const Value *values,
                        Borrowed keywords, Borrowed bases)
{
    Type *type = type_new_bare(rt, metatype);
    if (!type)
        return NULL;
    bool done = build(rt, type, base, parts[0], bases, parts[2]);
    gc_track(&rt->gc, &type->head);     /* built or not: its descriptors refer to it */
    if (done && set_names(rt, type) && init_subclass(rt, type, values, keywords))
        return type_value(type);
    object_release(&rt->gc, &type->head);
    return NULL;
}

static bool check_parts(Runtime *rt, const Value *args, size_t count)
{
    static const char *const kinds[] = { "str", "tuple", "dict" };
    if (count != 3)
        return raise(rt, rt->TypeError, "type.__new__() takes exactly 3 arguments (%zu given)", count);
    bool good[] = { value_is_str(args[0]), value_is_tuple(args[1]), value_is_dict(args[2]) };
    for (int i = 0; i < 3; i++) {
        if (!good[i])
            return raise(rt, rt->TypeError, "type.__new__() argument %d must be %s, not %V", i + 1, kinds[i], args[i]);
    }
    return true;
}

Owned type_make(Runtime *rt, Type *metatype, const Value *args, size_t count, Borrowed keywords)
{
    if (!check_parts(rt, args, count) || !check_mro_entries(rt, args[1]))
        return NULL;
    Type *winner = class_metatype(rt, metatype, args[1]);
    if (!winner)
        return NULL;
    if (winner != metatype && winner->slots->make != type_make)
        return winner->slots->make(rt, winner, args, count, keywords);
    Value object_base = type_value(rt->object_type);
    Value bases = tuple_count(args[1]) ? retain(args[1]) : tuple_from(rt, &object_base, 1);
    Type *base = bases ? class_best_base(rt, bases) : NULL;
    Value made = base ? make_class(rt, winner, base, args, args + count, keywords, bases) : NULL;
    release(rt, bases);
    return made;
}
