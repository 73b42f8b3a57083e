/* classmethod and staticmethod. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/methods.h"
#include "types/str.h"
#include "types/tuple.h"

/* Both are laid out alike. */
typedef struct Wrapper {
    Object head;
    Value function;             /* or NULL before __init__ */
    Value dict;
} Wrapper;

static inline Wrapper *wrapper_of(Borrowed v) { return (Wrapper *)v; }

/* -- life */

static int wrapper_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Wrapper *)self)->function);
    return type_traverse_object(self, visit, argument);
}

static void wrapper_clear(Gc *gc, Object *self)
{
    value_clear(runtime_of(gc), &((Wrapper *)self)->function);
    type_clear_object(runtime_of(gc), self);
}

static void wrapper_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    wrapper_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned wrapper_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    Object *object = type_alloc(rt, type, 0);
    if (object)
        gc_track(&rt->gc, object);
    return object_value(object);
}

/* The wrapper looks like the function it wraps: name, doc, ... and its __dict__ entries. */
static bool copy_attribute(Runtime *rt, Borrowed self, Borrowed function, Borrowed name)
{
    Value found = get_attribute_or_null(rt, function, name);
    if (!found)
        return !error_pending(rt);
    bool done = set_attribute(rt, self, name, found);
    release(rt, found);
    return done;
}

static bool copy_attributes(Runtime *rt, Borrowed self, Borrowed function)
{
    const Value names[] = {
        rt->names.__module__, rt->names.__name__, rt->names.__qualname__, rt->names.__doc__, rt->names.__annotations__,
    };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!copy_attribute(rt, self, function, names[i]))
            return false;
    }
    return true;
}

static bool wrapper_init(Runtime *rt, Borrowed self, const char *name, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%s() takes no keyword arguments", name);
    if (count != 1)
        return raise(rt, rt->TypeError, "%s expected 1 argument, got %zu", name, count);
    value_replace(rt, &wrapper_of(self)->function, retain(args[0]));
    if (object_is_exactly(args[0], rt->builtin_function_type))
        return true;            /* the runtime's own: nobody asks */
    return copy_attributes(rt, self, args[0]);
}

static bool class_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    return wrapper_init(rt, self, "classmethod", args, count, keywords);
}

static bool static_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    return wrapper_init(rt, self, "staticmethod", args, count, keywords);
}

/* -- binding */

static void *raise_uninitialized(Runtime *rt, const char *name)
{
    return raise(rt, rt->RuntimeError, "uninitialized %s object", name);
}

static Owned class_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    Value function = wrapper_of(self)->function;
    if (!function)
        return raise_uninitialized(rt, "classmethod");
    if (!owner)
        owner = type_value(value_type(rt, instance));
    Owned (*get)(Runtime *, Borrowed, Borrowed, Borrowed) = value_type(rt, function)->slots->descriptor_get;
    if (get)
        return get(rt, function, owner, owner);
    return method_new(rt, function, owner);
}

Borrowed classmethod_function_peek(Runtime *rt, Borrowed v)
{
    if (!object_is_exactly(v, rt->classmethod_type))
        return NULL;
    Value function = wrapper_of(v)->function;
    return object_is_exactly(function, rt->function_type) ? function : NULL;
}

Borrowed wrapped_function_peek(Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->staticmethod_type) ? wrapper_of(v)->function : classmethod_function_peek(rt, v);
}

static Owned static_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)instance, (void)owner;
    Value function = wrapper_of(self)->function;
    return function ? retain(function) : raise_uninitialized(rt, "staticmethod");
}

static Owned static_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value function = wrapper_of(self)->function;
    return function ? call(rt, function, args, count, keywords) : raise_uninitialized(rt, "staticmethod");
}

static Owned class_repr(Runtime *rt, Borrowed self) { return format_message(rt, "<classmethod(%R)>", wrapper_of(self)->function); }
static Owned static_repr(Runtime *rt, Borrowed self) { return format_message(rt, "<staticmethod(%R)>", wrapper_of(self)->function); }

/* -- attributes */

static Owned get_is_abstract(Runtime *rt, Borrowed self)
{
    Value function = wrapper_of(self)->function;
    if (!recursion_enter(rt, ""))
        return NULL;
    Value found = function ? get_attribute_or_null(rt, function, rt->names.__isabstractmethod__) : NULL;
    recursion_leave(rt);
    int truth = found ? value_truth(rt, found) : error_pending(rt) ? -1 : 0;
    release(rt, found);
    return truth < 0 ? NULL : bool_value(truth);
}

static Owned get_dict(Runtime *rt, Borrowed self)
{
    return object_dict(rt, self);
}

static bool set_dict(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "cannot delete __dict__");
    if (!value_is_dict(value))
        return raise(rt, rt->TypeError, "__dict__ must be set to a dictionary, not a '%.200T'", value);
    value_replace(rt, &wrapper_of(self)->dict, retain(value));
    return true;
}

static const MemberDef wrapper_members[] = {
    { "__func__", MEMBER_VALUE_OR_NONE, offsetof(Wrapper, function), false, NULL },
    { "__wrapped__", MEMBER_VALUE_OR_NONE, offsetof(Wrapper, function), false, NULL },
    { 0 }
};

static const GetSetDef wrapper_getsets[] = {
    { "__isabstractmethod__", get_is_abstract, NULL, NULL },
    { "__dict__", get_dict, set_dict, NULL },
    { 0 }
};

#define WRAPPER_DEF \
    .signature = "(function, /)", .size = sizeof(Wrapper), .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE, \
    .dict_offset = offsetof(Wrapper, dict), .traverse = wrapper_traverse, .steady = true, .clear = wrapper_clear, .free = wrapper_free, \
    .members = wrapper_members, .getsets = wrapper_getsets

const TypeDef classmethod_type_def = {
    .name = "classmethod",
    .doc = "classmethod(function) -> method\n\nConvert a function to be a class method.\n\n"
           "A class method receives the class as implicit first argument,\n"
           "just like an instance method receives the instance.\n"
           "To declare a class method, use this idiom:\n\n"
           "  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\n"
           "It can be called either on the class (e.g. C.f()) or on an instance\n"
           "(e.g. C().f()).  The instance is ignored except for its class.\n"
           "If a class method is called for a derived class, the derived class\n"
           "object is passed as the implied first argument.\n\n"
           "Class methods are different than C++ or Java static methods.\n"
           "If you want those, see the staticmethod builtin.",
    WRAPPER_DEF,
    .slots = { .repr = class_repr, .make = wrapper_make, .init = class_init, .descriptor_get = class_get },
};

const TypeDef staticmethod_type_def = {
    .name = "staticmethod",
    .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\n"
           "A static method does not receive an implicit first argument.\n"
           "To declare a static method, use this idiom:\n\n"
           "     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n             ...\n\n"
           "It can be called either on the class (e.g. C.f()) or on an instance\n"
           "(e.g. C().f()). Both the class and the instance are ignored, and\n"
           "neither is passed implicitly as the first argument to the method.\n\n"
           "Static methods in Python are similar to those found in Java or C++.\n"
           "For a more advanced concept, see the classmethod builtin.",
    WRAPPER_DEF,
    .slots = { .repr = static_repr, .call = static_call, .make = wrapper_make, .init = static_init, .descriptor_get = static_get },
};
