/* super: look-up that starts behind a class in the mro. */
#include "object/error.h"
#include "object/prepend.h"
#include "object/protocol.h"
#include "object/running.h"
#include "types/methods.h"
#include "types/dict.h"
#include "types/instance.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct Super {
    Object head;
    Value type;                 /* the class to start behind; NULL before __init__ */
    Value object;               /* an instance or a class, or NULL: unbound */
    Value object_type;          /* the class whose mro is walked, or NULL */
} Super;

static inline Super *super_of(Borrowed v) { return (Super *)v; }

/* -- life */

static int super_traverse(Object *self, GcVisit visit, void *argument)
{
    Super *s = (Super *)self;
    VISIT_VALUE(s->type);
    VISIT_VALUE(s->object);
    VISIT_VALUE(s->object_type);
    return type_traverse_object(self, visit, argument);
}

static void super_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Super *s = (Super *)self;
    value_clear(rt, &s->type);
    value_clear(rt, &s->object);
    value_clear(rt, &s->object_type);
    type_clear_object(rt, self);
}

static void super_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    super_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned super_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    Object *object = type_alloc(rt, type, 0);
    if (object)
        gc_track(&rt->gc, object);
    return object_value(object);
}

/* The class whose mro super(TYPE, OBJECT) walks. */
static Owned check(Runtime *rt, Type *type, Borrowed object)
{
    if (object_has_type_flag(object, TYPE_IS_TYPE) && type_is_subtype((Type *)object, type))
        return retain(object);
    if (type_is_subtype(value_type(rt, object), type))
        return retain(type_value(value_type(rt, object)));
    Value said = get_attribute_or_null(rt, object, rt->names.__class__);
    if (said && object_has_type_flag(said, TYPE_IS_TYPE) && type_is_subtype((Type *)said, type))
        return said;
    release(rt, said);
    if (error_pending(rt))
        return NULL;
    return raise(rt, rt->TypeError, "super(type, obj): obj must be an instance or subtype of type");
}

static bool take(Runtime *rt, Super *s, Borrowed type, Borrowed object)
{
    Value object_type = NULL;
    if (object && !(object_type = check(rt, (Type *)type, object)))
        return false;
    value_replace(rt, &s->type, retain(type));
    value_replace(rt, &s->object, retain(object));
    value_replace(rt, &s->object_type, object_type);
    return true;
}

static bool init_from_frame(Runtime *rt, Super *s)
{
    Value type, object;
    if (!running_super(rt, &type, &object))
        return false;
    bool done = take(rt, s, type, object == NONE ? NULL : object);
    release(rt, type);
    release(rt, object);
    return done;
}

static bool super_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "super() takes no keyword arguments");
    if (count > 2)
        return raise(rt, rt->TypeError, "super() expected at most 2 arguments, got %zu", count);
    if (!count)
        return init_from_frame(rt, super_of(self));
    if (!object_has_type_flag(args[0], TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "super() argument 1 must be a type, not %V", args[0]);
    return take(rt, super_of(self), args[0], count == 2 && args[1] != NONE ? args[1] : NULL);
}

/* -- look-up */

/* The attribute in the classes behind CLASS. */
Borrowed super_find_peek(Runtime *rt, Type *class_, Type *type, Borrowed name)
{
    Value mro = type->mro;
    if (!mro)
        return NULL;
    int64_t i = 0, count = tuple_count(mro);
    while (i < count && tuple_item_peek(mro, i) != type_value(class_))
        i++;
    for (i++; i < count; i++) {
        Value dict = ((Type *)tuple_item_peek(mro, i))->dict;
        Value found = dict ? dict_get_peek(rt, dict, name) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static Borrowed find_peek(Runtime *rt, const Super *s, Borrowed name)
{
    return super_find_peek(rt, (Type *)s->type, (Type *)s->object_type, name);
}

static Owned get_proper(Runtime *rt, Borrowed self, Borrowed name)
{
    Super *s = super_of(self);
    Value found = NULL;
    if (s->object_type && name != rt->names.__class__) {
        if (!type_ready(rt, (Type *)s->object_type))
            return NULL;
        found = find_peek(rt, s, name);
    }
    if (!found)
        return generic_get_attribute(rt, self, name);
    retain(found);
    Owned (*get)(Runtime *, Borrowed, Borrowed, Borrowed) = value_type(rt, found)->slots->descriptor_get;
    if (!get)
        return found;
    Value result = get(rt, found, s->object == s->object_type ? NULL : s->object, s->object_type);
    release(rt, found);
    return result;
}

bool super_find_method(Runtime *rt, Borrowed self, Borrowed name, Owned *function, Owned *receiver)
{
    Super *s = super_of(self);
    if (!s->object_type || name == rt->names.__class__ || !(((Type *)s->object_type)->flags & TYPE_READY))
        return false;
    Value found = find_peek(rt, s, name);
    if (found && s->object != s->object_type && is_plain_method(rt, found)) {
        *receiver = retain(s->object);
    } else {
        found = found ? classmethod_function_peek(rt, found) : NULL;
        if (!found)
            return false;
        *receiver = retain(s->object_type);
    }
    *function = retain(found);
    return true;
}

Owned super_get_attribute(Runtime *rt, Borrowed self, Borrowed name)
{
    Value proper = attribute_name(rt, name);
    Value result = proper ? get_proper(rt, self, proper) : NULL;
    release(rt, proper);
    return result;
}

static Owned super_descriptor_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)owner;
    Super *s = super_of(self);
    if (!instance || instance == NONE || s->object)
        return retain(self);
    if (!s->type)
        return raise(rt, rt->RuntimeError, "super(): uninitialized");
    Value args[2] = { s->type, instance };
    return call(rt, type_value(value_type(rt, self)), args, 2, NULL);
}

static Owned super_repr(Runtime *rt, Borrowed self)
{
    Super *s = super_of(self);
    const char *name = s->type ? ((Type *)s->type)->gc.name : "NULL";
    if (s->object_type)
        return format_message(rt, "<super: <class '%s'>, <%N object>>", name, (Type *)s->object_type);
    return format_message(rt, "<super: <class '%s'>, NULL>", name);
}

static const MemberDef super_members[] = {
    { "__thisclass__", MEMBER_VALUE_OR_NONE, offsetof(Super, type), false, "the class invoking super()" },
    { "__self__", MEMBER_VALUE_OR_NONE, offsetof(Super, object), false, "the instance invoking super(); may be None" },
    { "__self_class__", MEMBER_VALUE_OR_NONE, offsetof(Super, object_type), false,
      "the type of the instance invoking super(); may be None" },
    { 0 }
};

const TypeDef super_type_def = {
    .name = "super",
    .doc = "super() -> same as super(__class__, <first argument>)\n"
           "super(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)\n"
           "Typical use to call a cooperative superclass method:\n"
           "class C(B):\n    def meth(self, arg):\n        super().meth(arg)\n"
           "This works for class methods too:\n"
           "class C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    .size = sizeof(Super),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    .traverse = super_traverse,
    .clear = super_clear,
    .free = super_free,
    .slots = {
        .repr = super_repr,
        .get_attribute = super_get_attribute,
        .descriptor_get = super_descriptor_get,
        .make = super_make,
        .init = super_init,
    },
    .members = super_members,
};
