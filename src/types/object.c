/* object: what every value can do unless its type says otherwise. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/object_reduce.h"
#include "types/shape.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- making */

static bool has_arguments(size_t count, Borrowed keywords)
{
    return count || (keywords && tuple_count(keywords));
}

static void *raise_abstract(Runtime *rt, Type *type)
{
    Value methods = get_attribute(rt, type_value(type), rt->names.__abstractmethods__);
    Value names = methods ? sequence_list(rt, methods) : NULL;
    Value separator = str_from_text(rt, ", ");
    release(rt, methods);
    if (names && separator && list_sort(rt, names, NULL, false)) {
        Value joined = str_join(rt, separator, names);
        if (joined)
            raise(rt, rt->TypeError, "Can't instantiate abstract class %N with abstract method%s %U", type,
                  list_count(names) > 1 ? "s" : "", joined);
        release(rt, joined);
    }
    release(rt, separator);
    release(rt, names);
    return NULL;
}

Owned plain_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args;
    if (has_arguments(count, keywords)) {
        if (type->slots->make != plain_make)
            return raise(rt, rt->TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (type->slots->init == plain_init)
            return raise(rt, rt->TypeError, "%.200N() takes no arguments", type);
    }
    if (unlikely(type->flags & TYPE_ABSTRACT))
        return raise_abstract(rt, type);
    Object *object = type_alloc(rt, type, 0);
    if (object && (type->flags & TYPE_CONTAINER))
        gc_track(&rt->gc, object);
    return object_value(object);
}

bool plain_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)args;
    if (likely(!has_arguments(count, keywords)))
        return true;
    const Type *type = value_type(rt, self);
    if (type->slots->init != plain_init)
        return raise(rt, rt->TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    if (type->slots->make == plain_make)
        return raise(rt, rt->TypeError, "%.200N.__init__() takes exactly one argument (the instance to initialize)", type);
    return true;
}

/* -- text, comparison, hash */

static Owned object_repr(Runtime *rt, Borrowed self)
{
    Value name = type_full_name(rt, value_type(rt, self));
    Value text = name ? format_message(rt, "<%U object at 0x%zx>", name, (size_t)value_bits(self)) : NULL;
    release(rt, name);
    return text;
}

static Owned object_str(Runtime *rt, Borrowed self)
{
    return value_repr(rt, self);
}

static Owned object_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (op == COMPARE_EQ)
        return self == other ? TRUE : NOT_IMPLEMENTED;
    if (op != COMPARE_NE)
        return NOT_IMPLEMENTED;
    Value equal = value_type(rt, self)->slots->compare(rt, self, other, COMPARE_EQ);
    if (!equal || equal == NOT_IMPLEMENTED)
        return equal;
    int truth = value_truth(rt, equal);
    release(rt, equal);
    return truth < 0 ? NULL : bool_value(!truth);
}

static bool object_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    (void)rt;
    uint64_t bits = value_bits(self);
    *hash = (int64_t)((bits >> 4 | bits << 60) & INT64_MAX);
    return true;
}

/* -- __class__ */

static Owned get_class(Runtime *rt, Borrowed self)
{
    return retain(type_value(value_type(rt, self)));
}

static bool class_may_change(Runtime *rt, const Type *from, const Type *to)
{
    bool modules = type_is_subtype(from, rt->module_type) && type_is_subtype(to, rt->module_type);
    if (!modules && ((from->flags | to->flags) & TYPE_IMMUTABLE))
        return raise(rt, rt->TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    return class_check_same(rt, "__class__", to, from);
}

static void change_class(Runtime *rt, Object *object, Type *to)
{
    Type *from = object_type(object);
    uintptr_t kept = object->type_word & (OBJECT_FLAGS & ~OBJECT_FINALIZER);
    object->type_word = (uintptr_t)&to->gc | kept | (to->gc.flags & OBJECT_FINALIZER);
    if (to->flags & TYPE_HEAP)
        object_retain(&to->head);
    if (from->flags & TYPE_HEAP)
        object_release(&rt->gc, &from->head);
}

/* A module of the built-in type gets room for nothing: only classes that add nothing fit. */
static bool set_class(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "can't delete __class__ attribute");
    if (!object_has_type_flag(value, TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "__class__ must be set to a class, not '%.200T' object", value);
    Type *from = value_type(rt, self), *to = (Type *)value;
    if (from == to)
        return true;
    if (!class_may_change(rt, from, to))
        return false;
    if ((from->flags & TYPE_INSTANCE) && !fields_dict_peek(rt, value_object(self), from))
        return false;
    change_class(rt, value_object(self), to);
    return true;
}

/* -- methods */

/* The instance's own names and those of its class. */
static Owned object_dir_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value names = NULL, own = get_attribute_or_null(rt, self, rt->names.__dict__);
    if (!own && error_pending(rt))
        return NULL;
    Value dict = own && value_is_dict(own) ? dict_copy(rt, own) : dict_new(rt);
    Value class = dict ? get_attribute_or_null(rt, self, rt->names.__class__) : NULL;
    if (dict && !error_pending(rt)) {
        Value inherited = class ? class_dir_dict(rt, class) : NULL;
        if (!class || (inherited && dict_update(rt, dict, inherited)))
            names = dict_keys_list(rt, dict);
        release(rt, inherited);
    }
    release(rt, class);
    release(rt, dict);
    release(rt, own);
    return names;
}

static Owned object_format(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "__format__() argument must be str, not %V", args[0]);
    if (str_size(args[0]))
        return raise(rt, rt->TypeError, "unsupported format string passed to %.200T.__format__", self);
    return value_str(rt, self);
}

static Owned object_subclasshook(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)rt, (void)self, (void)args, (void)count, (void)keywords;
    return NOT_IMPLEMENTED;
}

static Owned object_init_subclass(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)args;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%N.__init_subclass__() takes no keyword arguments", (Type *)self);
    if (count)
        return raise(rt, rt->TypeError, "%N.__init_subclass__() takes no arguments (%zu given)", (Type *)self, count);
    return NONE;
}

static const MethodDef object_methods[] = {
    METHOD("__reduce_ex__", object_reduce_ex, "(protocol, /)", "Helper for pickle."),
    METHOD("__reduce__", object_reduce, "()", "Helper for pickle."),
    METHOD("__getstate__", object_getstate, "()", "Helper for pickle."),
    RAW_METHOD("__subclasshook__", object_subclasshook, "(*args)",
               "Abstract classes can override this to customize issubclass().\n\n"
               "This is invoked early on by abc.ABCMeta.__subclasscheck__().\n"
               "It should return True, False or NotImplemented.  If it returns\n"
               "NotImplemented, the normal algorithm is used.  Otherwise, it\n"
               "overrides the normal algorithm (and the outcome is cached).\n", METHOD_CLASS),
    RAW_METHOD("__init_subclass__", object_init_subclass, "()",
               "This method is called when a class is subclassed.\n\n"
               "The default implementation does nothing. It may be\n"
               "overridden to extend subclasses.\n", METHOD_CLASS),
    METHOD("__format__", object_format, "(format_spec, /)", "Default object formatter."),
    METHOD("__sizeof__", object_sizeof, "()", "Size of object in memory, in bytes."),
    METHOD("__dir__", object_dir_method, "()", "Default dir() implementation."),
    { 0 }
};

static const GetSetDef object_getsets[] = {
    { "__class__", get_class, set_class, "the object's class" },
    { 0 }
};

const TypeDef object_type_def = {
    .name = "object",
    .doc = "The base class of the class hierarchy.\n\n"
           "When called, it accepts no arguments and returns a new featureless\n"
           "instance that has no instance attributes and cannot be given any.\n",
    .signature = "()",
    .size = sizeof(Object),
    .flags = TYPE_SUBCLASSABLE,
    .traverse = instance_traverse, .steady = true,
    .clear = instance_clear,
    .free = instance_free,
    .slots = {
        .repr = object_repr,
        .str = object_str,
        .hash = object_hash,
        .compare = object_compare,
        .get_attribute = generic_get_attribute,
        .set_attribute = generic_set_attribute,
        .make = plain_make,
        .init = plain_init,
    },
    .methods = object_methods,
    .getsets = object_getsets,
};
