/* Modules: the type, and modules written in C. */
#include "types/instance.h"
#include "types/module.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

static inline Module *module_of(Borrowed v) { return (Module *)v; }

/* -- making */

static bool fill_names(Runtime *rt, Borrowed dict, Borrowed name, Borrowed doc)
{
    return dict_set(rt, dict, rt->names.__name__, name) && dict_set(rt, dict, rt->names.__doc__, doc)
           && dict_set(rt, dict, rt->names.__package__, NONE) && dict_set(rt, dict, rt->names.__loader__, NONE)
           && dict_set(rt, dict, rt->names.__spec__, NONE);
}

static Module *module_bare(Runtime *rt, Type *type)
{
    Module *m = (Module *)type_alloc(rt, type, 0);
    if (m)
        gc_track(&rt->gc, &m->head);
    return m;
}

static bool set_up(Runtime *rt, Module *m, Borrowed name, Borrowed doc)
{
    Value dict = m->dict ? retain(m->dict) : dict_new(rt);
    if (!dict || !fill_names(rt, dict, name, doc)) {
        release(rt, dict);
        return false;
    }
    value_replace(rt, &m->dict, dict);
    value_replace(rt, &m->name, retain(name));
    return true;
}

Owned module_new(Runtime *rt, Borrowed name)
{
    Module *m = module_bare(rt, rt->module_type);
    if (m && !set_up(rt, m, name, NONE)) {
        object_release(&rt->gc, &m->head);
        return NULL;
    }
    return object_value(m);
}

static bool add_functions(Runtime *rt, Borrowed module, const MethodDef *defs, Borrowed name)
{
    for (const MethodDef *def = defs; def && def->name; def++) {
        if (!module_add_steal(rt, module, def->name, builtin_function_new(rt, def, module, name)))
            return false;
    }
    return true;
}

static bool fill_from_def(Runtime *rt, Module *m, const ModuleDef *def, Borrowed name)
{
    m->def = def;
    if (def->state_size && !(m->state = heap_calloc(&rt->gc.heap, DOMAIN_MEMORY, 1, def->state_size)))
        return raise_memory_error(rt);
    Value module = object_value(m), doc = def->doc ? str_from_text(rt, def->doc) : NONE;
    bool done = doc && set_up(rt, m, name, doc) && add_functions(rt, module, def->functions, name)
                && (!def->init || def->init(rt, module));
    release(rt, doc);
    return done;
}

Owned module_from_def(Runtime *rt, const ModuleDef *def)
{
    Value name = str_intern_text(rt, def->name);
    Module *m = name ? module_bare(rt, rt->module_type) : NULL;
    if (m && !fill_from_def(rt, m, def, name)) {
        object_release(&rt->gc, &m->head);
        m = NULL;
    }
    release(rt, name);
    return object_value(m);
}

/* -- what C code puts into a module */

bool module_add_exception(Runtime *rt, Borrowed module, const char *text, Type *base, Owned *class)
{
    Value name = str_from_text(rt, text), dict = dict_new(rt), bases = tuple_pack(rt, 1, type_value(base));
    *class = NULL;
    if (name && dict && bases && dict_set(rt, dict, rt->names.__module__, ((Module *)module)->name)) {
        const Value args[3] = { name, bases, dict };
        *class = call(rt, type_value(rt->type_type), args, 3, NULL);
    }
    release(rt, name);
    release(rt, dict);
    release(rt, bases);
    return *class && module_add(rt, module, text, *class);
}

bool module_add(Runtime *rt, Borrowed module, const char *name, Borrowed value)
{
    return dict_set_text(rt, module_dict(module), name, value);
}

bool module_add_steal(Runtime *rt, Borrowed module, const char *name, Owned value)
{
    bool done = value && module_add(rt, module, name, value);
    release(rt, value);
    return done;
}

/* Unlike the built-in types, a module's types are counted by their instances. */
Type *module_add_type(Runtime *rt, Borrowed module, const TypeDef *def, Type *base)
{
    Type *type = type_from_def(rt, def, base);
    if (!type)
        return NULL;
    type->flags |= TYPE_HEAP;
    type->head.count = 1;
    gc_track(&rt->gc, &type->head);
    const char *dot = strrchr(def->name, '.');
    bool done = module_add(rt, module, dot ? dot + 1 : def->name, type_value(type));
    object_release(&rt->gc, &type->head);
    return done ? type : NULL;
}

/* -- life */

static int module_traverse(Object *self, GcVisit visit, void *argument)
{
    Module *m = (Module *)self;
    VISIT_VALUE(m->name);
    if (m->state && m->def->traverse) {
        int result = m->def->traverse(m->state, visit, argument);
        if (result)
            return result;
    }
    return type_traverse_object(self, visit, argument);
}

static void module_clear(Gc *gc, Object *self)
{
    Module *m = (Module *)self;
    if (m->state && m->def->clear)
        m->def->clear(runtime_of(gc), m->state);
    type_clear_object(runtime_of(gc), self);
}

static void module_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Module *m = (Module *)self;
    gc_untrack(gc, self);
    module_clear(gc, self);
    value_clear(rt, &m->name);
    memory_free(rt, m->state);
    type_free_object(rt, self);
}

/* -- slots */

static Owned module_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    Module *m = module_bare(rt, type);
    if (m && !(m->dict = dict_new(rt))) {
        object_release(&rt->gc, &m->head);
        return NULL;
    }
    return object_value(m);
}

static bool module_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    if (!arguments_bind(rt, "module", "(name, doc=None)", args, count, keywords, bound))
        return false;
    if (!value_is_str(bound[0]))
        return raise(rt, rt->TypeError, "module() argument 'name' must be str, not %V", bound[0]);
    return set_up(rt, module_of(self), bound[0], bound[1] ? bound[1] : NONE);
}

static Borrowed dict_value(Runtime *rt, Borrowed self, Borrowed name)
{
    Value dict = module_dict(self);
    return dict ? dict_get_peek(rt, dict, name) : NULL;
}

/* importlib's mark on the spec of a module that is being imported. */
static int is_initializing(Runtime *rt, Borrowed self)
{
    Value spec = dict_value(rt, self, rt->names.__spec__);
    if (!spec || spec == NONE)
        return 0;
    retain(spec);
    Value found = get_attribute_or_null(rt, spec, rt->names._initializing);
    release(rt, spec);
    int answer = found ? value_truth(rt, found) : error_pending(rt) ? -1 : 0;
    release(rt, found);
    return answer;
}

static void *raise_missing(Runtime *rt, Borrowed self, Borrowed name)
{
    Value module_name = dict_value(rt, self, rt->names.__name__);
    if (!module_name || !value_is_str(module_name))
        return raise(rt, rt->AttributeError, "module has no attribute '%U'", name);
    retain(module_name);
    int initializing = is_initializing(rt, self);
    if (initializing > 0)
        raise(rt, rt->AttributeError, "partially initialized module '%U' has no attribute '%U' "
              "(most likely due to a circular import)", module_name, name);
    else if (initializing == 0)
        raise(rt, rt->AttributeError, "module '%U' has no attribute '%U'", module_name, name);
    release(rt, module_name);
    return NULL;
}

static Owned get_proper(Runtime *rt, Borrowed self, Borrowed name)
{
    Value result = generic_get_attribute_or_null(rt, self, name);
    if (likely(result != NULL))
        return result;
    if (error_pending(rt) && !error_clear_if(rt, rt->AttributeError))
        return NULL;
    Value function = dict_value(rt, self, rt->names.__getattr__);
    if (!function)
        return raise_missing(rt, self, name);
    retain(function);
    result = call_one(rt, function, name);
    release(rt, function);
    return result;
}

static Owned module_get_attribute(Runtime *rt, Borrowed self, Borrowed name)
{
    Value proper = attribute_name(rt, name);
    Value result = proper ? get_proper(rt, self, proper) : NULL;
    release(rt, proper);
    return result;
}

/* -- repr: <module 'os' from '...'>, <module 'sys' (built-in)>, as importlib words it */

static Owned attribute_or_none(Runtime *rt, Borrowed object, const char *name)
{
    Value text = str_intern_text(rt, name), found = text ? get_attribute_or_null(rt, object, text) : NULL;
    release(rt, text);
    return found || error_pending(rt) ? found : NONE;
}

static Owned repr_from_spec(Runtime *rt, Borrowed spec)
{
    Value name = attribute_or_none(rt, spec, "name"), origin = name ? attribute_or_none(rt, spec, "origin") : NULL;
    Value loader = origin ? attribute_or_none(rt, spec, "loader") : NULL;
    Value location = loader ? attribute_or_none(rt, spec, "has_location") : NULL, text = NULL;
    int located = location ? value_truth(rt, location) : -1;
    if (name == NONE)
        name = retain(rt->names.question_mark);
    if (located < 0)
        text = NULL;
    else if (origin == NONE && loader == NONE)
        text = format_message(rt, "<module %R>", name);
    else if (origin == NONE)
        text = format_message(rt, "<module %R (%R)>", name, loader);
    else
        text = format_message(rt, located ? "<module %R from %R>" : "<module %R (%S)>", name, origin);
    release(rt, name);
    release(rt, origin);
    release(rt, loader);
    release(rt, location);
    return text;
}

static Owned repr_from_loader(Runtime *rt, Borrowed self, Borrowed loader)
{
    Value name = dict_value(rt, self, rt->names.__name__), file = dict_value(rt, self, rt->names.__file__);
    if (!name && module_of(self)->def)
        name = module_of(self)->name;
    name = retain(name ? name : rt->names.question_mark);
    Value text;
    if (file)
        text = format_message(rt, "<module %R from %R>", name, file);
    else if (loader && loader != NONE)
        text = format_message(rt, "<module %R (%R)>", name, loader);
    else
        text = format_message(rt, module_of(self)->def ? "<module %R (built-in)>" : "<module %R>", name);
    release(rt, name);
    return text;
}

/* loader.module_repr(module), the old way; NULL without an exception: it cannot say. */
static Owned repr_by_loader(Runtime *rt, Borrowed self, Borrowed loader)
{
    Value function = attribute_or_none(rt, loader, "module_repr");
    Value text = function && function != NONE ? call_one(rt, function, self) : NULL;
    release(rt, function);
    if (!text)
        error_clear_if(rt, rt->Exception);
    return text;
}

static Owned module_repr(Runtime *rt, Borrowed self)
{
    Value spec = attribute_or_none(rt, self, "__spec__"), loader, text;
    int has_spec = spec ? value_truth(rt, spec) : -1;
    if (has_spec > 0) {
        text = repr_from_spec(rt, spec);
    } else {
        loader = has_spec < 0 ? NULL : attribute_or_none(rt, self, "__loader__");
        text = loader && loader != NONE ? repr_by_loader(rt, self, loader) : NULL;
        if (!text && loader && !error_pending(rt))
            text = repr_from_loader(rt, self, loader);
        release(rt, loader);
    }
    release(rt, spec);
    return text;
}

/* -- attributes and methods */

static Owned module_dir(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value dict = get_attribute(rt, self, rt->names.__dict__);
    if (!dict)
        return NULL;
    Value result = NULL;
    if (!value_is_dict(dict)) {
        raise(rt, rt->TypeError, "<module>.__dict__ is not a dictionary");
    } else {
        Value function = dict_get_peek(rt, dict, rt->names.__dir__);
        retain(function);
        result = function ? call_none(rt, function) : dict_keys_list(rt, dict);
        release(rt, function);
    }
    release(rt, dict);
    return result;
}

static Owned get_dict(Runtime *rt, Borrowed self)
{
    return object_dict(rt, self);
}

static Owned get_annotations(Runtime *rt, Borrowed self)
{
    Value dict = module_dict(self);
    Value found = dict ? dict_get_peek(rt, dict, rt->names.__annotations__) : NULL;
    if (found)
        return retain(found);
    Value made = dict_new(rt);
    if (made && dict && !dict_set(rt, dict, rt->names.__annotations__, made))
        value_clear(rt, &made);
    return made;
}

static bool set_annotations(Runtime *rt, Borrowed self, Borrowed value)
{
    Value dict = module_dict(self);
    if (value)
        return dict_set(rt, dict, rt->names.__annotations__, value);
    if (!dict_get_peek(rt, dict, rt->names.__annotations__))
        return raise(rt, rt->AttributeError, "__annotations__");
    return dict_delete(rt, dict, rt->names.__annotations__);
}

static const MethodDef module_methods[] = {
    METHOD("__dir__", module_dir, "()", "__dir__() -> list\nspecialized dir() implementation"),
    { 0 }
};

static const GetSetDef module_getsets[] = {
    { "__dict__", get_dict, NULL, NULL },
    { "__annotations__", get_annotations, set_annotations, NULL },
    { 0 }
};

static void module_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Module *)self)->state);
}

const TypeDef module_type_def = {
    .name = "module",
    .doc = "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    .signature = "(name, doc=None)",
    .size = sizeof(Module),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK,
    .dict_offset = offsetof(Module, dict),
    .traverse = module_traverse,
    .buffers = module_buffers,
    .clear = module_clear,
    .free = module_free,
    .slots = {
        .repr = module_repr,
        .get_attribute = module_get_attribute,
        .make = module_make,
        .init = module_init,
    },
    .methods = module_methods,
    .getsets = module_getsets,
};
