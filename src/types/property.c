/* property: computed attributes defined by functions in Python. */
#include "types/property.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"

static inline Property *property_of(Borrowed v) { return (Property *)v; }

/* -- life */

static int property_traverse(Object *self, GcVisit visit, void *argument)
{
    Property *p = (Property *)self;
    VISIT_VALUE(p->get);
    VISIT_VALUE(p->set);
    VISIT_VALUE(p->delete);
    VISIT_VALUE(p->doc);
    VISIT_VALUE(p->name);
    return type_traverse_object(self, visit, argument);
}

static void property_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Property *p = (Property *)self;
    value_clear(rt, &p->get);
    value_clear(rt, &p->set);
    value_clear(rt, &p->delete);
    value_clear(rt, &p->doc);
    value_clear(rt, &p->name);
    type_clear_object(rt, self);
}

static void property_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    property_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned property_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    Object *object = type_alloc(rt, type, 0);
    if (object)
        gc_track(&rt->gc, object);
    return object_value(object);
}

static Owned unless_none(Borrowed v)
{
    return v && v != NONE ? retain(v) : NULL;
}

/* A subclass's instances show their docstring as an attribute of their own. */
static bool set_doc_of(Runtime *rt, Borrowed self, Owned doc)
{
    if (object_is_exactly(self, rt->property_type)) {
        value_replace(rt, &property_of(self)->doc, doc);
        return true;
    }
    bool done = set_attribute(rt, self, rt->names.__doc__, doc ? doc : NONE);
    release(rt, doc);
    return done;
}

static bool take_doc(Runtime *rt, Borrowed self, Borrowed doc)
{
    Property *p = property_of(self);
    if (doc && doc != NONE)
        return set_doc_of(rt, self, retain(doc));
    if (!p->get)
        return true;
    Value found = get_attribute_or_null(rt, p->get, rt->names.__doc__);
    if (!found)
        return !error_pending(rt);
    p->doc_from_get = true;
    return set_doc_of(rt, self, found);
}

static bool property_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value in[4];
    if (!arguments_bind(rt, "property", "(fget=None, fset=None, fdel=None, doc=None)", args, count, keywords, in))
        return false;
    Property *p = property_of(self);
    value_replace(rt, &p->get, unless_none(in[0]));
    value_replace(rt, &p->set, unless_none(in[1]));
    value_replace(rt, &p->delete, unless_none(in[2]));
    value_clear(rt, &p->doc);
    value_clear(rt, &p->name);
    p->doc_from_get = false;
    return take_doc(rt, self, in[3]);
}

/* -- as a descriptor */

/* "property 'x' of 'C' object has no setter" */
static void *raise_without(Runtime *rt, Borrowed self, Borrowed instance, const char *what)
{
    Value name = property_of(self)->name;
    Type *type = value_type(rt, instance);
    if (!type_ready(rt, type))
        return NULL;
    if (name && value_is_str(name))
        return raise(rt, rt->AttributeError, "property %R of %R object has no %s", name, type->qualname, what);
    return raise(rt, rt->AttributeError, "property of %R object has no %s", type->qualname, what);
}

static Owned property_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)owner;
    Value function = property_of(self)->get;
    if (!instance || instance == NONE)
        return retain(self);
    if (!function)
        return raise_without(rt, self, instance, "getter");
    retain(function);
    Value result = call_one(rt, function, instance);
    release(rt, function);
    return result;
}

static bool property_set(Runtime *rt, Borrowed self, Borrowed instance, Borrowed value)
{
    Value function = value ? property_of(self)->set : property_of(self)->delete;
    if (!function)
        return raise_without(rt, self, instance, value ? "setter" : "deleter");
    retain(function);
    Value result = value ? call_two(rt, function, instance, value) : call_one(rt, function, instance);
    release(rt, function);
    release(rt, result);
    return result != NULL;
}

/* -- copies with one function changed */

static Owned copy_with(Runtime *rt, Borrowed self, Borrowed get, Borrowed set, Borrowed delete)
{
    Property *p = property_of(self);
    Value args[4] = {
        get && get != NONE ? get : p->get ? p->get : NONE, set && set != NONE ? set : p->set ? p->set : NONE,
        delete && delete != NONE ? delete : p->delete ? p->delete : NONE, NONE,
    };
    if (!(p->doc_from_get && args[0] != NONE) && p->doc)
        args[3] = p->doc;
    for (int i = 0; i < 4; i++)
        retain(args[i]);
    Value copy = call(rt, type_value(value_type(rt, self)), args, 4, NULL);
    for (int i = 0; i < 4; i++)
        release(rt, args[i]);
    if (copy && p->name && value_is_instance(rt, copy, rt->property_type))
        value_replace(rt, &property_of(copy)->name, retain(p->name));
    return copy;
}

static Owned property_getter(Runtime *rt, Borrowed self, const Value *args) { return copy_with(rt, self, args[0], NULL, NULL); }
static Owned property_setter(Runtime *rt, Borrowed self, const Value *args) { return copy_with(rt, self, NULL, args[0], NULL); }
static Owned property_deleter(Runtime *rt, Borrowed self, const Value *args) { return copy_with(rt, self, NULL, NULL, args[0]); }

static Owned property_set_name(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    (void)keywords;
    if (count != 2)
        return raise(rt, rt->TypeError, "__set_name__() takes 2 positional arguments but %zu were given", count);
    value_replace(rt, &property_of(self)->name, retain(args[1]));
    return NONE;
}

/* Abstract when one of the functions is. */
static Owned property_is_abstract(Runtime *rt, Borrowed self)
{
    Property *p = property_of(self);
    Value functions[] = { p->get, p->set, p->delete };
    for (int i = 0; i < 3; i++) {
        if (!functions[i])
            continue;
        if (!recursion_enter(rt, ""))
            return NULL;
        Value found = get_attribute_or_null(rt, functions[i], rt->names.__isabstractmethod__);
        recursion_leave(rt);
        int truth = found ? value_truth(rt, found) : error_pending(rt) ? -1 : 0;
        release(rt, found);
        if (truth)
            return truth < 0 ? NULL : TRUE;
    }
    return FALSE;
}

static const MethodDef property_methods[] = {
    METHOD("getter", property_getter, "(object, /)", "Descriptor to obtain a copy of the property with a different getter."),
    METHOD("setter", property_setter, "(object, /)", "Descriptor to obtain a copy of the property with a different setter."),
    METHOD("deleter", property_deleter, "(object, /)", "Descriptor to obtain a copy of the property with a different deleter."),
    RAW_METHOD("__set_name__", property_set_name, "(owner, name, /)", "Method to set name of a property."),
    { 0 }
};

static const MemberDef property_members[] = {
    { "fget", MEMBER_VALUE_OR_NONE, offsetof(Property, get), false, NULL },
    { "fset", MEMBER_VALUE_OR_NONE, offsetof(Property, set), false, NULL },
    { "fdel", MEMBER_VALUE_OR_NONE, offsetof(Property, delete), false, NULL },
    { "__doc__", MEMBER_VALUE_OR_NONE, offsetof(Property, doc), true, NULL },
    { 0 }
};

static const GetSetDef property_getsets[] = {
    { "__isabstractmethod__", property_is_abstract, NULL, NULL },
    { 0 }
};

const TypeDef property_type_def = {
    .name = "property",
    .doc = "Property attribute.\n\n"
           "  fget\n    function to be used for getting an attribute value\n"
           "  fset\n    function to be used for setting an attribute value\n"
           "  fdel\n    function to be used for del'ing an attribute\n"
           "  doc\n    docstring\n\n"
           "Typical use is to define a managed attribute x:\n\n"
           "class C(object):\n"
           "    def getx(self): return self._x\n"
           "    def setx(self, value): self._x = value\n"
           "    def delx(self): del self._x\n"
           "    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\n"
           "Decorators make defining new properties or modifying existing ones easy:\n\n"
           "class C(object):\n"
           "    @property\n"
           "    def x(self):\n"
           "        \"I am the 'x' property.\"\n"
           "        return self._x\n"
           "    @x.setter\n"
           "    def x(self, value):\n"
           "        self._x = value\n"
           "    @x.deleter\n"
           "    def x(self):\n"
           "        del self._x",
    .signature = "(fget=None, fset=None, fdel=None, doc=None)",
    .size = sizeof(Property),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    .traverse = property_traverse, .steady = true,
    .clear = property_clear,
    .free = property_free,
    .slots = {
        .make = property_make,
        .init = property_init,
        .descriptor_get = property_get,
        .descriptor_set = property_set,
    },
    .methods = property_methods,
    .getsets = property_getsets,
    .members = property_members,
};
