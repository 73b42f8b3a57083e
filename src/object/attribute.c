/* Attribute access: the data model's order of attempts, and the special cases that
 * spare it: methods that are called at once, failures that nobody will see. */
#include "object/error.h"
#include "object/prepend.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/list.h"
#include "types/methods.h"
#include "types/module.h"
#include "types/shape.h"
#include "types/slots.h"
#include "types/str.h"

typedef Owned (*DescriptorGet)(Runtime *, Borrowed, Borrowed, Borrowed);

/* The interned, exact str equal to NAME. */
Owned attribute_name(Runtime *rt, Borrowed name)
{
    if (!value_is_str(name))
        return raise(rt, rt->TypeError, "attribute name must be string, not '%.200T'", name);
    if (str_is_interned(name))
        return retain(name);
    if (object_is_exactly(name, rt->str_type))
        return str_intern_steal(rt, retain(name));
    Value exact = str_from_bytes(rt, str_bytes(name), str_size(name));
    return exact ? str_intern_steal(rt, exact) : NULL;
}

static inline bool is_proper_name(Borrowed name)
{
    return likely(value_is_str(name) && str_is_interned(name));
}

/* -- the general way */

/* A dict with keys that are not str may hold one whose __eq__ says yes. */
static Owned own_attribute(Runtime *rt, Borrowed object, Type *type, Borrowed name)
{
    Value found = object_own_peek(rt, value_object(object), type, name);
    if (likely(found != NULL))
        return retain(found);
    Value dict = object_own_dict_peek(rt, value_object(object), type);
    if (likely(!dict || dict_is_str_only((Dict *)dict)))
        return NULL;
    retain(dict);
    if (!dict_lookup_owned(rt, dict, name, &found))
        found = NULL;
    release(rt, dict);
    return found;
}

Owned generic_get_attribute_or_null(Runtime *rt, Borrowed object, Borrowed name)
{
    Type *type = value_type(rt, object);
    if (unlikely(!(type->flags & TYPE_READY)) && !type_ready(rt, type))
        return NULL;
    Value found = type_lookup_peek(rt, type, name);
    DescriptorGet get = NULL;
    if (found) {
        retain(found);
        const Slots *slots = value_type(rt, found)->slots;
        get = slots->descriptor_get;
        if (get && slots->descriptor_set)
            goto bind;
    }
    if (value_is_object(object)) {
        Value own = own_attribute(rt, object, type, name);
        if (own || unlikely(error_pending(rt))) {
            release(rt, found);
            return own;
        }
    }
    if (!get)
        return found;
bind:;
    Value result = !stack_suffices(rt) ? NULL : get(rt, found, object, type_value(type));
    release(rt, found);
    return result;
}

Owned generic_get_attribute(Runtime *rt, Borrowed object, Borrowed name)
{
    if (unlikely(!is_proper_name(name))) {
        Value proper = attribute_name(rt, name);
        Value result = proper ? generic_get_attribute(rt, object, proper) : NULL;
        release(rt, proper);
        return result;
    }
    Value result = generic_get_attribute_or_null(rt, object, name);
    if (unlikely(!result) && !error_pending(rt))
        return raise_attribute_error(rt, object, name);
    return result;
}

/* An AttributeError that says neither name nor object is told them, for suggestions. */
static void complete_error(Runtime *rt, Borrowed object, Borrowed name)
{
    if (!error_matches(rt, rt->AttributeError))
        return;
    Exception *e = (Exception *)rt->exception;
    if (e->extra[0] || e->extra[1])
        return;
    e->extra[0] = retain(name);
    e->extra[1] = retain(object);
}

Owned get_attribute(Runtime *rt, Borrowed object, Borrowed name)
{
    if (unlikely(!is_proper_name(name))) {
        Value proper = attribute_name(rt, name);
        Value result = proper ? get_attribute(rt, object, proper) : NULL;
        release(rt, proper);
        return result;
    }
    Value result = stack_suffices(rt) ? value_type(rt, object)->slots->get_attribute(rt, object, name) : NULL;
    if (unlikely(!result))
        complete_error(rt, object, name);
    return result;
}

Owned get_attribute_text(Runtime *rt, Borrowed object, const char *name)
{
    Value text = str_intern_text(rt, name);
    Value result = text ? get_attribute(rt, object, text) : NULL;
    release(rt, text);
    return result;
}

Owned get_attribute_or_null(Runtime *rt, Borrowed object, Borrowed name)
{
    Value result;
    if (is_proper_name(name) && value_type(rt, object)->slots->get_attribute == generic_get_attribute)
        result = generic_get_attribute_or_null(rt, object, name);
    else
        result = get_attribute(rt, object, name);
    if (!result)
        error_clear_if(rt, rt->AttributeError);
    return result;
}

int has_attribute(Runtime *rt, Borrowed object, Borrowed name)
{
    Value found = get_attribute_or_null(rt, object, name);
    if (!found)
        return error_pending(rt) ? -1 : 0;
    release(rt, found);
    return 1;
}

/* -- setting */

static bool no_such_own(Runtime *rt, Borrowed object, Borrowed name)
{
    return raise(rt, rt->AttributeError, "'%.100T' object has no attribute '%U'", object, name);
}

static bool set_in_dict(Runtime *rt, Borrowed object, Borrowed name, Borrowed value)
{
    Value dict = object_dict(rt, object);
    if (!dict)
        return false;
    bool done;
    if (value) {
        done = dict_set(rt, dict, name, value);
    } else {
        Value taken = NULL;
        done = dict_pop(rt, dict, name, &taken) && (taken || no_such_own(rt, object, name));
        release(rt, taken);
    }
    release(rt, dict);
    return done;
}

static bool set_own(Runtime *rt, Borrowed v, Type *type, Borrowed name, Borrowed value)
{
    if (!(type->flags & TYPE_INSTANCE))
        return set_in_dict(rt, v, name, value);
    if (value)
        return fields_set(rt, value_object(v), type, name, value);
    int done = fields_delete(rt, value_object(v), type, name);
    return done > 0 || (done == 0 && no_such_own(rt, v, name));
}

static bool set_nowhere(Runtime *rt, Borrowed object, Borrowed name, Borrowed found)
{
    if (found)
        return raise(rt, rt->AttributeError, "'%.100T' object attribute '%U' is read-only", object, name);
    return no_such_own(rt, object, name);
}

bool generic_set_attribute(Runtime *rt, Borrowed object, Borrowed name, Borrowed value)
{
    if (unlikely(!is_proper_name(name))) {
        Value proper = attribute_name(rt, name);
        bool done = proper && generic_set_attribute(rt, object, proper, value);
        release(rt, proper);
        return done;
    }
    Type *type = value_type(rt, object);
    if (unlikely(!(type->flags & TYPE_READY)) && !type_ready(rt, type))
        return false;
    Value found = type_lookup_peek(rt, type, name);
    bool done;
    if (found) {
        bool (*set)(Runtime *, Borrowed, Borrowed, Borrowed) = value_type(rt, found)->slots->descriptor_set;
        retain(found);
        if (set) {
            done = set(rt, found, object, value);
            release(rt, found);
            return done;
        }
    }
    if (value_is_object(object) && ((type->flags & TYPE_INSTANCE) || type->dict_offset))
        done = set_own(rt, object, type, name, value);
    else
        done = set_nowhere(rt, object, name, found);
    release(rt, found);
    return done;
}

bool set_attribute(Runtime *rt, Borrowed object, Borrowed name, Borrowed value)
{
    if (unlikely(!is_proper_name(name))) {
        Value proper = attribute_name(rt, name);
        bool done = proper && set_attribute(rt, object, proper, value);
        release(rt, proper);
        return done;
    }
    return value_type(rt, object)->slots->set_attribute(rt, object, name, value);
}

/* -- methods */

static bool method_is(Runtime *rt, Borrowed attribute, Owned *function, Owned *self)
{
    (void)rt;
    *function = attribute;
    *self = NULL;
    return attribute != NULL;
}

/* Methods behind super(), class methods of classes. */
static bool find_elsewhere(Runtime *rt, const Type *type, Borrowed object, Borrowed name, Owned *function, Owned *self)
{
    if (!is_proper_name(name))
        return false;
    if (type->slots->get_attribute == super_get_attribute)
        return super_find_method(rt, object, name, function, self);
    return type->slots->get_attribute == type_get_attribute && type_find_method(rt, object, name, function, self);
}

bool get_method(Runtime *rt, Borrowed object, Borrowed name, Owned *function, Owned *self)
{
    Type *type = value_type(rt, object);
    if (type->slots->get_attribute != generic_get_attribute || unlikely(!is_proper_name(name))
        || unlikely(!(type->flags & TYPE_READY))) {
        if (find_elsewhere(rt, type, object, name, function, self))
            return true;
        return method_is(rt, get_attribute(rt, object, name), function, self);
    }
    Value found = type_lookup_peek(rt, type, name);
    if (!found || !is_plain_method(rt, found))
        return method_is(rt, get_attribute(rt, object, name), function, self);
    Value own = value_is_object(object) ? object_own_peek(rt, value_object(object), type, name) : NULL;
    if (own)
        return method_is(rt, retain(own), function, self);
    *function = retain(found);
    *self = retain(object);
    return true;
}

Owned get_special(Runtime *rt, Borrowed object, Borrowed name)
{
    Type *type = value_type(rt, object);
    if (unlikely(!(type->flags & TYPE_READY)) && !type_ready(rt, type))
        return NULL;
    Value found = type_lookup_peek(rt, type, name);
    if (!found)
        return NULL;
    DescriptorGet get = value_type(rt, found)->slots->descriptor_get;
    retain(found);
    if (!get)
        return found;
    Value result = get(rt, found, object, type_value(type));
    release(rt, found);
    return result;
}

/* -- dir */

Owned object_dir(Runtime *rt, Borrowed object)
{
    if (unlikely(!(value_type(rt, object)->flags & TYPE_READY)) && !type_ready(rt, value_type(rt, object)))
        return NULL;
    Value found = call_special(rt, object, rt->names.__dir__, NULL, 0);
    if (!found && !error_pending(rt))
        return raise(rt, rt->TypeError, "object does not provide __dir__");
    if (!found)
        return NULL;
    Value list = sequence_list(rt, found);
    release(rt, found);
    if (!list || list_sort(rt, list, NULL, false))
        return list;
    release(rt, list);
    return NULL;
}
