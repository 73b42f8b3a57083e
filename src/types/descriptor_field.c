/* Descriptors of data: computed attributes, fields of C structures, __slots__ values. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/descriptor_parts.h"
#include "types/float.h"
#include "types/instance.h"
#include "types/int.h"

/* -- getset_descriptor: int.real */

static Owned getset_repr(Runtime *rt, Borrowed self)
{
    Descriptor *d = descriptor_of(self);
    return format_message(rt, "<attribute '%U' of '%N' objects>", d->name, d->type);
}

static Owned getset_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)owner;
    GetSetDescriptor *d = (GetSetDescriptor *)self;
    if (!instance)
        return retain(self);
    if (!descriptor_check(rt, self, instance))
        return NULL;
    if (!d->def->get)
        return raise(rt, rt->AttributeError, "attribute '%U' of '%.100N' objects is not readable", d->name, d->type);
    return d->def->get(rt, instance);
}

static bool getset_set(Runtime *rt, Borrowed self, Borrowed instance, Borrowed value)
{
    GetSetDescriptor *d = (GetSetDescriptor *)self;
    if (!descriptor_check(rt, self, instance))
        return false;
    if (!d->def->set)
        return raise(rt, rt->AttributeError, "attribute '%U' of '%.100N' objects is not writable", d->name, d->type);
    return d->def->set(rt, instance, value);
}

static Owned getset_get_doc(Runtime *rt, Borrowed self)
{
    return descriptor_doc(rt, ((GetSetDescriptor *)self)->def->doc);
}

static const GetSetDef getset_getsets[] = {
    { "__objclass__", descriptor_objclass, NULL, NULL },
    { "__name__", descriptor_name, NULL, NULL },
    { "__qualname__", descriptor_qualname, NULL, NULL },
    { "__doc__", getset_get_doc, NULL, NULL },
    { 0 }
};

const TypeDef getset_descriptor_type_def = {
    DESCRIPTOR_DEF("getset_descriptor", sizeof(GetSetDescriptor)),
    .slots = { .repr = getset_repr, .descriptor_get = getset_get, .descriptor_set = getset_set },
    .getsets = getset_getsets,
};

/* -- member_descriptor: a field of the C structure, or a __slots__ value */

static Owned member_repr(Runtime *rt, Borrowed self)
{
    Descriptor *d = descriptor_of(self);
    return format_message(rt, "<member '%U' of '%N' objects>", d->name, d->type);
}

static Owned member_read(Runtime *rt, const MemberDef *def, Borrowed instance)
{
    const char *field = (const char *)value_object(instance) + def->offset;
    switch (def->kind) {
    case MEMBER_INT32:
        return small_int_value(*(const int32_t *)field);
    case MEMBER_INT64:
        return int_from_int64(rt, *(const int64_t *)field);
    case MEMBER_SIZE:
        return int_from_uint64(rt, *(const size_t *)field);
    case MEMBER_DOUBLE:
        return float_value(rt, *(const double *)field);
    case MEMBER_BOOL:
        return bool_value(*(const bool *)field);
    case MEMBER_VALUE_OR_NONE:
        return *(const Value *)field ? retain(*(const Value *)field) : NONE;
    default:
        return retain(*(const Value *)field);
    }
}

static Owned member_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)owner;
    MemberDescriptor *d = (MemberDescriptor *)self;
    if (!instance)
        return retain(self);
    if (!descriptor_check(rt, self, instance))
        return NULL;
    Value found;
    if (d->type == rt->type_type && !type_ready(rt, (Type *)instance))
        return NULL;
    if (d->def) {
        found = member_read(rt, d->def, instance);
    } else {
        Object *object = value_object(instance);
        found = retain(*object_slot_field(rt, object, object_type(object), (uint32_t)d->index));
    }
    if (!found && !error_pending(rt))
        return raise(rt, rt->AttributeError, "'%.200T' object has no attribute '%U'", instance, d->name);
    return found;
}

static bool write_number(Runtime *rt, const MemberDef *def, char *field, Borrowed value)
{
    int64_t number = 0;
    if (def->kind == MEMBER_BOOL) {
        if (!value_is_bool(value))
            return raise(rt, rt->TypeError, "attribute value type must be bool");
        *(bool *)field = value == TRUE;
        return true;
    }
    if (!value_to_ssize(rt, value, &number, rt->OverflowError))
        return false;
    if (def->kind == MEMBER_INT32)
        *(int32_t *)field = (int32_t)number;
    else
        *(int64_t *)field = number;
    return true;
}

static bool member_write(Runtime *rt, MemberDescriptor *d, Borrowed instance, Borrowed value)
{
    const MemberDef *def = d->def;
    if (!def->writable)
        return raise(rt, rt->AttributeError, "readonly attribute");
    char *field = (char *)value_object(instance) + def->offset;
    if (def->kind != MEMBER_VALUE && def->kind != MEMBER_VALUE_OR_NONE) {
        if (!value)
            return raise(rt, rt->TypeError, "can't delete numeric/char attribute");
        return write_number(rt, def, field, value);
    }
    if (!value && def->kind == MEMBER_VALUE && !*(Value *)field)
        return raise(rt, rt->AttributeError, "%U", d->name);
    value_replace(rt, (Value *)field, retain(value));
    return true;
}

static bool member_set(Runtime *rt, Borrowed self, Borrowed instance, Borrowed value)
{
    MemberDescriptor *d = (MemberDescriptor *)self;
    if (!descriptor_check(rt, self, instance))
        return false;
    if (d->def)
        return member_write(rt, d, instance, value);
    Object *object = value_object(instance);
    Value *field = object_slot_field(rt, object, object_type(object), (uint32_t)d->index);
    if (!value && !*field)
        return raise(rt, rt->AttributeError, "%U", d->name);
    value_replace(rt, field, retain(value));
    return true;
}

static Owned member_get_doc(Runtime *rt, Borrowed self)
{
    const MemberDef *def = ((MemberDescriptor *)self)->def;
    return descriptor_doc(rt, def ? def->doc : NULL);
}

static const GetSetDef member_getsets[] = {
    { "__objclass__", descriptor_objclass, NULL, NULL },
    { "__name__", descriptor_name, NULL, NULL },
    { "__qualname__", descriptor_qualname, NULL, NULL },
    { "__doc__", member_get_doc, NULL, NULL },
    { 0 }
};

const TypeDef member_descriptor_type_def = {
    DESCRIPTOR_DEF("member_descriptor", sizeof(MemberDescriptor)),
    .slots = { .repr = member_repr, .descriptor_get = member_get, .descriptor_set = member_set },
    .methods = descriptor_methods,
    .getsets = member_getsets,
};
