/* Attributes of types: looking them up, setting them, and those that are computed. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/methods.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"

typedef Owned (*DescriptorGet)(Runtime *, Borrowed, Borrowed, Borrowed);

/* -- get and set */

/* The attribute in the type's own mro, bound to the class.  NULL without an exception: none. */
static Owned get_own(Runtime *rt, Type *type, Borrowed name)
{
    Value found = type_lookup_peek(rt, type, name);
    if (!found)
        return NULL;
    retain(found);
    DescriptorGet get = value_type(rt, found)->slots->descriptor_get;
    if (!get)
        return found;
    Value result = get(rt, found, NULL, type_value(type));
    release(rt, found);
    return result;
}

static Owned find(Runtime *rt, Type *type, Borrowed name)
{
    Type *metatype = object_type(&type->head);
    if (!type_ready(rt, type) || !type_ready(rt, metatype))
        return NULL;
    Value meta = type_lookup_peek(rt, metatype, name);
    DescriptorGet get = NULL;
    if (meta) {
        const Slots *slots = value_type(rt, meta)->slots;
        get = slots->descriptor_get;
        retain(meta);
        if (get && slots->descriptor_set)
            goto bind;
    }
    Value own = get_own(rt, type, name);
    if (own || error_pending(rt)) {
        release(rt, meta);
        return own;
    }
    if (!get)
        return meta;
bind:;
    Value result = get(rt, meta, type_value(type), type_value(metatype));
    release(rt, meta);
    return result;
}

Owned type_get_attribute(Runtime *rt, Borrowed self, Borrowed name)
{
    Value proper = attribute_name(rt, name);
    if (!proper)
        return NULL;
    Value result = find(rt, (Type *)self, proper);
    if (!result && !error_pending(rt))
        raise_attribute_error(rt, self, proper);
    release(rt, proper);
    return result;
}

bool type_find_method(Runtime *rt, Borrowed self, Borrowed name, Owned *function, Owned *receiver)
{
    Type *type = (Type *)self, *metatype = object_type(&type->head);
    if (!(type->flags & metatype->flags & TYPE_READY))
        return false;
    Value found = classmethod_function_peek(rt, type_lookup_peek(rt, type, name));
    if (!found || type_lookup_peek(rt, metatype, name))
        return false;
    *function = retain(found);
    *receiver = retain(self);
    return true;
}

static bool store(Runtime *rt, Type *type, Borrowed name, Borrowed value)
{
    Value old = retain(dict_get_peek(rt, type->dict, name));
    bool done;
    if (!value && !old)
        return raise(rt, rt->AttributeError, "type object '%.50N' has no attribute '%U'", type, name);
    type_modified(rt, type);
    done = value ? dict_set(rt, type->dict, name, value) : dict_delete(rt, type->dict, name);
    type_modified(rt, type);
    slots_update(rt, type, name);
    release(rt, old);
    return done;
}

static bool set_proper(Runtime *rt, Type *type, Borrowed name, Borrowed value)
{
    if ((type->flags & TYPE_IMMUTABLE) || !type->dict)
        return raise(rt, rt->TypeError, "cannot set %R attribute of immutable type '%N'", name, type);
    Type *metatype = object_type(&type->head);
    if (!type_ready(rt, metatype))
        return false;
    Value meta = type_lookup_peek(rt, metatype, name);
    bool (*set)(Runtime *, Borrowed, Borrowed, Borrowed) = meta ? value_type(rt, meta)->slots->descriptor_set : NULL;
    if (!set)
        return store(rt, type, name, value);
    retain(meta);
    bool done = set(rt, meta, type_value(type), value);
    release(rt, meta);
    return done;
}

bool type_set_attribute(Runtime *rt, Borrowed self, Borrowed name, Borrowed value)
{
    Value proper = attribute_name(rt, name);
    bool done = proper && set_proper(rt, (Type *)self, proper, value);
    release(rt, proper);
    return done;
}

/* -- names */

/* May the special attribute NAME be set?  Not on a built-in type, and not deleted. */
static bool check_special(Runtime *rt, Type *type, Borrowed value, const char *name)
{
    if (type->flags & TYPE_IMMUTABLE)
        return raise(rt, rt->TypeError, "cannot set '%s' attribute of immutable type '%N'", name, type);
    if (!value)
        return raise(rt, rt->TypeError, "cannot delete '%s' attribute of immutable type '%N'", name, type);
    return true;
}

static Owned get_name(Runtime *rt, Borrowed self)
{
    Type *type = (Type *)self;
    return type_ready(rt, type) ? retain(type->name) : NULL;
}

bool type_set_name(Runtime *rt, Type *type, Borrowed name)
{
    if (memchr(str_bytes(name), 0, str_size(name)))
        return raise(rt, rt->ValueError, "type name must not contain null characters");
    if (!str_check_utf8(rt, name))
        return false;
    Value old = type->name;
    type->name = retain(name);
    type->gc.name = str_bytes(name);
    release(rt, old);
    return true;
}

static bool set_name(Runtime *rt, Borrowed self, Borrowed value)
{
    Type *type = (Type *)self;
    if (!check_special(rt, type, value, "__name__"))
        return false;
    if (!value_is_str(value))
        return raise(rt, rt->TypeError, "can only assign string to %N.__name__, not '%T'", type, value);
    return type_set_name(rt, type, value);
}

static Owned get_qualname(Runtime *rt, Borrowed self)
{
    Type *type = (Type *)self;
    return type_ready(rt, type) ? retain(type->qualname) : NULL;
}

static bool set_qualname(Runtime *rt, Borrowed self, Borrowed value)
{
    Type *type = (Type *)self;
    if (!check_special(rt, type, value, "__qualname__"))
        return false;
    if (!value_is_str(value))
        return raise(rt, rt->TypeError, "can only assign string to %N.__qualname__, not '%T'", type, value);
    value_replace(rt, &type->qualname, retain(value));
    return true;
}

Owned type_module_name(Runtime *rt, Type *type)
{
    if (!type->def) {
        Value found = type->dict ? dict_get_peek(rt, type->dict, rt->names.__module__) : NULL;
        return found ? retain(found) : raise(rt, rt->AttributeError, "__module__");
    }
    const char *dot = strrchr(type->gc.name, '.');
    if (!dot)
        return retain(rt->names.builtins);
    return str_from_bytes(rt, type->gc.name, (size_t)(dot - type->gc.name));
}

static Owned get_module(Runtime *rt, Borrowed self) { return type_module_name(rt, (Type *)self); }

static bool set_module(Runtime *rt, Borrowed self, Borrowed value)
{
    Type *type = (Type *)self;
    if (!check_special(rt, type, value, "__module__"))
        return false;
    type_modified(rt, type);
    return dict_set(rt, type->dict, rt->names.__module__, value);
}

Owned type_full_name(Runtime *rt, Type *type)
{
    if (!type_ready(rt, type))
        return NULL;
    Value module = type_module_name(rt, type);
    if (!module)
        value_clear(rt, &rt->exception);
    Value result;
    if (!module || !value_is_str(module) || str_equal(module, rt->names.builtins))
        result = retain(type->def ? type->qualname : module && value_is_str(module) ? type->qualname : type->name);
    else
        result = format_message(rt, "%U.%U", module, type->qualname);
    release(rt, module);
    return result;
}

/* -- structure */

static Owned get_bases(Runtime *rt, Borrowed self)
{
    Type *type = (Type *)self;
    if (!type_ready(rt, type))
        return NULL;
    return type->bases ? retain(type->bases) : NONE;
}

static bool set_bases(Runtime *rt, Borrowed self, Borrowed value)
{
    return check_special(rt, (Type *)self, value, "__bases__") && class_set_bases(rt, (Type *)self, value);
}

static bool set_readonly(Runtime *rt, Borrowed self, Borrowed value)
{
    (void)self, (void)value;
    return raise(rt, rt->AttributeError, "readonly attribute");
}

static Owned get_dict(Runtime *rt, Borrowed self)
{
    Type *type = (Type *)self;
    if (!type_ready(rt, type))
        return NULL;
    return type->dict ? mapping_proxy_new(rt, type->dict) : NONE;
}

static Owned get_dict_offset(Runtime *rt, Borrowed self)
{
    const Type *type = (Type *)self;
    if (type->dict_offset == DICT_AT_END)
        return small_int_value(-8);
    return int_from_int64(rt, type->dict_offset ? type->dict_offset : type->fields_offset);
}

/* References lie in a table of the runtime's; "not 0" is what programs look for. */
static Owned get_weakref_offset(Runtime *rt, Borrowed self)
{
    (void)rt;
    return small_int_value(((Type *)self)->flags & TYPE_WEAK ? 1 : 0);
}

/* As CPython numbers them: code looks at some (copyreg: heap type; inspect: abstract). */
static Owned get_flags(Runtime *rt, Borrowed self)
{
    static const struct { uint32_t ours; uint32_t theirs; } pairs[] = {
        { TYPE_SEQUENCE, 1 << 5 }, { TYPE_MAPPING, 1 << 6 }, { TYPE_IMMUTABLE, 1 << 8 },
        { TYPE_SUBCLASSABLE, 1 << 10 }, { TYPE_CONTAINER, 1 << 14 }, { TYPE_ABSTRACT, 1 << 20 },
        { TYPE_IS_INT, 1 << 24 }, { TYPE_IS_LIST, 1 << 25 }, { TYPE_IS_TUPLE, 1 << 26 },
        { TYPE_IS_BYTES, 1 << 27 }, { TYPE_IS_STR, 1 << 28 }, { TYPE_IS_DICT, 1 << 29 },
        { TYPE_IS_EXCEPTION, 1 << 30 }, { TYPE_IS_TYPE, 1u << 31 },
    };
    const Type *type = (Type *)self;
    uint32_t flags = 1 << 12;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        flags |= type->flags & pairs[i].ours ? pairs[i].theirs : 0;
    if (!type->def)
        flags |= 1 << 9;
    return int_from_int64(rt, flags);
}

/* -- the rest */

static Owned get_abstract(Runtime *rt, Borrowed self)
{
    Type *type = (Type *)self;
    Value found = type->dict && !type->def ? dict_get_peek(rt, type->dict, rt->names.__abstractmethods__) : NULL;
    return found ? retain(found) : raise_value(rt, rt->AttributeError, rt->names.__abstractmethods__);
}

static bool set_abstract(Runtime *rt, Borrowed self, Borrowed value)
{
    Type *type = (Type *)self;
    int abstract = value ? value_truth(rt, value) : 0;
    if (abstract < 0)
        return false;
    if (!value && !dict_get_peek(rt, type->dict, rt->names.__abstractmethods__))
        return raise_value(rt, rt->AttributeError, rt->names.__abstractmethods__);
    type_modified(rt, type);
    bool done = value ? dict_set(rt, type->dict, rt->names.__abstractmethods__, value)
                      : dict_delete(rt, type->dict, rt->names.__abstractmethods__);
    if (done)
        type->flags = abstract ? type->flags | TYPE_ABSTRACT : type->flags & ~(uint32_t)TYPE_ABSTRACT;
    return done;
}

static Owned get_doc(Runtime *rt, Borrowed self)
{
    Type *type = (Type *)self;
    if (!type_ready(rt, type))
        return NULL;
    Value found = type->dict ? dict_get_peek(rt, type->dict, rt->names.__doc__) : NULL;
    if (!found)
        return NONE;
    DescriptorGet get = value_type(rt, found)->slots->descriptor_get;
    return get ? get(rt, found, NULL, self) : retain(found);
}

static bool set_doc(Runtime *rt, Borrowed self, Borrowed value)
{
    return check_special(rt, (Type *)self, value, "__doc__") && store(rt, (Type *)self, rt->names.__doc__, value);
}

static Owned get_text_signature(Runtime *rt, Borrowed self)
{
    const TypeDef *def = ((Type *)self)->def;
    return def && def->signature ? str_from_text(rt, def->signature) : NONE;
}

static Owned get_annotations(Runtime *rt, Borrowed self)
{
    Type *type = (Type *)self;
    if (type->flags & TYPE_IMMUTABLE)
        return raise_attribute_error(rt, self, rt->names.__annotations__);
    Value found = dict_get_peek(rt, type->dict, rt->names.__annotations__);
    if (found) {
        DescriptorGet get = value_type(rt, found)->slots->descriptor_get;
        return get ? get(rt, found, NULL, self) : retain(found);
    }
    Value dict = dict_new(rt);
    if (dict && !store(rt, type, rt->names.__annotations__, dict))
        value_clear(rt, &dict);
    return dict;
}

static bool set_annotations(Runtime *rt, Borrowed self, Borrowed value)
{
    Type *type = (Type *)self;
    if (type->flags & TYPE_IMMUTABLE)
        return raise(rt, rt->TypeError, "cannot set '__annotations__' attribute of immutable type '%N'", type);
    if (!value && !dict_get_peek(rt, type->dict, rt->names.__annotations__))
        return raise(rt, rt->AttributeError, "__annotations__");
    return store(rt, type, rt->names.__annotations__, value);
}

const MemberDef type_members[] = {
    { "__basicsize__", MEMBER_INT32, offsetof(Type, gc.basic_size), false, NULL },
    { "__itemsize__", MEMBER_INT32, offsetof(Type, item_size), false, NULL },
    { "__base__", MEMBER_VALUE_OR_NONE, offsetof(Type, base), false, NULL },
    { "__mro__", MEMBER_VALUE_OR_NONE, offsetof(Type, mro), false, NULL },
    { 0 }
};

const GetSetDef type_getsets[] = {
    { "__flags__", get_flags, set_readonly, NULL },
    { "__weakrefoffset__", get_weakref_offset, set_readonly, NULL },
    { "__dictoffset__", get_dict_offset, set_readonly, NULL },
    { "__name__", get_name, set_name, NULL },
    { "__qualname__", get_qualname, set_qualname, NULL },
    { "__bases__", get_bases, set_bases, NULL },
    { "__module__", get_module, set_module, NULL },
    { "__abstractmethods__", get_abstract, set_abstract, NULL },
    { "__dict__", get_dict, NULL, NULL },
    { "__doc__", get_doc, set_doc, NULL },
    { "__text_signature__", get_text_signature, NULL, NULL },
    { "__annotations__", get_annotations, set_annotations, NULL },
    { 0 }
};
