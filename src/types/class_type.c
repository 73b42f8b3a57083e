/* The type of types: its methods and slots, and the life of Type objects. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/generic_alias.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/shape.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/type_cache.h"

/* -- life of Type objects */

static int type_traverse(Object *self, GcVisit visit, void *argument)
{
    Type *type = (Type *)self;
    Type *metatype = object_type(self);
    if (metatype->flags & TYPE_HEAP)
        VISIT(metatype);
    VISIT(type->base);
    VISIT_VALUE(type->bases);
    VISIT_VALUE(type->mro);
    VISIT_VALUE(type->dict);
    VISIT_VALUE(type->name);
    VISIT_VALUE(type->qualname);
    VISIT_VALUE(type->slot_names);
    return type->shape ? shape_traverse(type->shape, visit, argument) : 0;
}

/* The base stays: instances that die later still need the layout. */
static void type_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Type *type = (Type *)self;
    class_tree_remove(rt, type);
    type->version = type_next_version(rt);
    value_clear(rt, &type->dict);
    value_clear(rt, &type->mro);
}

static void type_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Type *type = (Type *)self;
    Type *metatype = object_type(self);
    gc_untrack(gc, self);
    class_tree_remove(rt, type);
    if (type->def)
        type_cache_drop_type(rt, type);
    type_drop_values(rt, type);
    Value base = type_value(type->base);
    Value name = type->name;
    type_drop_tables(rt, type);
    gc_free(gc, self);
    release(rt, base);
    release(rt, name);
    if (metatype->flags & TYPE_HEAP)
        release(rt, type_value(metatype));
}

/* -- slots */

static Owned type_repr(Runtime *rt, Borrowed self)
{
    Value name = type_full_name(rt, (Type *)self);
    Value result = name ? format_message(rt, "<class '%U'>", name) : NULL;
    release(rt, name);
    return result;
}

static bool type_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)self, (void)args;
    if (count == 1 && keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "type.__init__() takes no keyword arguments");
    if (count != 1 && count != 3)
        return raise(rt, rt->TypeError, "type.__init__() takes 1 or 3 arguments");
    return true;
}

/* -- methods */

static Owned type_mro_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    if (!type_ready(rt, (Type *)self))
        return NULL;
    Value mro = class_mro_default(rt, (Type *)self);
    Value list = mro ? sequence_list(rt, mro) : NULL;
    release(rt, mro);
    return list;
}

static Owned type_subclasses_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return class_tree_list(rt, (Type *)self);
}

static Owned type_prepare(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)self, (void)args, (void)count, (void)keywords;
    return dict_new(rt);
}

static Owned type_instancecheck(Runtime *rt, Borrowed self, const Value *args)
{
    int answer = is_instance_plain(rt, args[0], self);
    return answer < 0 ? NULL : bool_value(answer);
}

static Owned type_subclasscheck(Runtime *rt, Borrowed self, const Value *args)
{
    int answer = is_subclass_plain(rt, args[0], self);
    return answer < 0 ? NULL : bool_value(answer);
}

/* The names of a class and its bases, each class's __dict__ and __bases__ asked for. */
static bool merge_class_dict(Runtime *rt, Borrowed dict, Borrowed class)
{
    Value own = get_attribute_or_null(rt, class, rt->names.__dict__);
    if (!own && error_pending(rt))
        return false;
    bool good = !own || dict_update(rt, dict, own);
    release(rt, own);
    Value bases = good ? get_attribute_or_null(rt, class, rt->names.__bases__) : NULL;
    if (!good || (!bases && error_pending(rt)))
        return false;
    if (bases && value_is_tuple(bases) && recursion_enter(rt, " in __dir__")) {
        for (int64_t i = 0; good && i < tuple_count(bases); i++)
            good = merge_class_dict(rt, dict, tuple_item_peek(bases, i));
        recursion_leave(rt);
    }
    release(rt, bases);
    return good && !error_pending(rt);
}

Owned class_dir_dict(Runtime *rt, Borrowed class)
{
    Value dict = dict_new(rt);
    if (dict && !merge_class_dict(rt, dict, class))
        value_clear(rt, &dict);
    return dict;
}

static Owned type_dir(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value dict = class_dir_dict(rt, self);
    Value names = dict ? dict_keys_list(rt, dict) : NULL;
    release(rt, dict);
    return names;
}

static const MethodDef type_methods[] = {
    METHOD("mro", type_mro_method, "()", "Return a type's method resolution order."),
    METHOD("__subclasses__", type_subclasses_method, "()", "Return a list of immediate subclasses."),
    RAW_METHOD("__prepare__", type_prepare, "(*args, **kwargs)",
               "__prepare__() -> dict\nused to create the namespace for the class statement", METHOD_CLASS),
    METHOD("__instancecheck__", type_instancecheck, "(instance, /)", "Check if an object is an instance."),
    METHOD("__subclasscheck__", type_subclasscheck, "(subclass, /)", "Check if a class is a subclass."),
    METHOD("__dir__", type_dir, "()", "Specialized __dir__ implementation for types."),
    METHOD("__sizeof__", object_sizeof, "()", "Return memory consumption of the type object."),
    { 0 }
};

static void type_buffers(const Object *self, BufferVisit visit, void *argument)
{
    const Type *type = (const Type *)self;
    VISIT_BUFFER(type->own_slots);
    VISIT_BUFFER(type->subclasses);
    if (type->shape)
        shape_buffers(type->shape, visit, argument);
}

const TypeDef type_type_def = {
    .name = "type",
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .size = sizeof(Type),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_IS_TYPE | TYPE_WEAK,
    .dict_offset = offsetof(Type, dict),
    .traverse = type_traverse, .steady = true,
    .buffers = type_buffers,
    .clear = type_clear,
    .free = type_free,
    .slots = {
        .repr = type_repr,
        .call = type_call,
        .get_attribute = type_get_attribute,
        .set_attribute = type_set_attribute,
        .make = type_make,
        .init = type_init,
        .binary[BINARY_OR] = union_or,
    },
    .methods = type_methods,
    .getsets = type_getsets,
    .members = type_members,
};
