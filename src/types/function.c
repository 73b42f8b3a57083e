/* Functions written in Python: the object, its attributes, and making one.
 *
 * Invariant: code, globals, builtins, name and qualname are never NULL.  A running
 * frame holds the function, and through it the rest: globals and builtins cannot be
 * exchanged, and a code that was exchanged is kept in `retired`.
 */
#include "types/function.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

static Function *function_of(Borrowed v) { return (Function *)v; }

/* globals['__builtins__'] may be the module or its dict. */
Borrowed function_builtins_peek(Runtime *rt, Borrowed globals)
{
    Value found = dict_get_peek(rt, globals, rt->names.__builtins__);
    if (found && object_is_exactly(found, rt->module_type))
        found = module_dict(found);
    if (found && value_is_dict(found))
        return found;
    return vm_builtins_peek(rt);
}

static Value docstring_peek(const Code *code)
{
    if (code->constant_count == 0 || !value_is_str(code->constants[0]))
        return NULL;
    return code->constants[0];
}

Owned function_new(Runtime *rt, Borrowed code, Borrowed globals, Borrowed qualname_or_null)
{
    Function *f = object_make(rt, rt->function_type);
    if (!f)
        return NULL;
    Code *c = (Code *)code;
    f->code = (Code *)retain(code);
    f->globals = retain(globals);
    f->builtins = retain(function_builtins_peek(rt, globals));
    f->name = retain(c->name);
    f->qualname = retain(qualname_or_null ? qualname_or_null : c->qualname);
    f->module = retain(dict_get_peek(rt, globals, rt->names.__name__));
    f->doc = retain(docstring_peek(c));
    return object_tracked(rt, f);
}

static int function_traverse(Object *self, GcVisit visit, void *argument)
{
    Function *f = (Function *)self;
    VISIT(f->code);
    VISIT_VALUE(f->globals);
    VISIT_VALUE(f->builtins);
    VISIT_VALUE(f->defaults);
    VISIT_VALUE(f->kwdefaults);
    VISIT_VALUE(f->closure);
    VISIT_VALUE(f->name);
    VISIT_VALUE(f->qualname);
    VISIT_VALUE(f->module);
    VISIT_VALUE(f->doc);
    VISIT_VALUE(f->annotations);
    VISIT_VALUE(f->retired);
    return type_traverse_object(self, visit, argument);
}

static void function_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Function *f = (Function *)self;
    value_clear(rt, &f->module);
    value_clear(rt, &f->defaults);
    value_clear(rt, &f->kwdefaults);
    value_clear(rt, &f->doc);
    type_clear_object(rt, self);
    value_clear(rt, &f->closure);
    value_clear(rt, &f->annotations);
}

static void function_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Function *f = (Function *)self;
    gc_untrack(gc, self);
    function_clear(gc, self);
    release(rt, f->globals);
    release(rt, f->builtins);
    release(rt, object_value(f->code));
    release(rt, f->retired);
    release(rt, f->name);
    release(rt, f->qualname);
    type_free_object(rt, self);
}

static Owned function_repr(Runtime *rt, Borrowed self)
{
    return format_message(rt, "<function %U at 0x%zx>", function_of(self)->qualname, (size_t)self);
}

static Owned function_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner unused)
{
    return instance && instance != NONE ? method_new(rt, self, instance) : retain(self);
}

/* -- types.FunctionType(code, globals, name=None, argdefs=None, closure=None) */

static const char function_signature[] = "(code, globals, name=None, argdefs=None, closure=None)";

static bool check_closure(Runtime *rt, const Code *code, Borrowed closure)
{
    bool is_tuple = closure && value_is_tuple(closure);
    if (!is_tuple && code->free_count && (!closure || closure == NONE))
        return raise(rt, rt->TypeError, "arg 5 (closure) must be tuple");
    if (!is_tuple && closure && closure != NONE)
        return raise(rt, rt->TypeError, "arg 5 (closure) must be None or tuple");
    int64_t count = is_tuple ? tuple_count(closure) : 0;
    if (count != code->free_count)
        return raise(rt, rt->ValueError, "%U requires closure of length %d, not %zd", code->name, code->free_count,
                     count);
    for (int64_t i = 0; i < count; i++)
        if (!object_is_exactly(tuple_item_peek(closure, i), rt->cell_type))
            return raise(rt, rt->TypeError, "arg 5 (closure) expected cell, found %T", tuple_item_peek(closure, i));
    return true;
}

static bool check_make(Runtime *rt, const Value *in)
{
    if (!object_is_exactly(in[0], rt->code_type))
        return raise(rt, rt->TypeError, "function() argument 'code' must be code, not %V", in[0]);
    if (!value_is_dict(in[1]))
        return raise(rt, rt->TypeError, "function() argument 'globals' must be dict, not %V", in[1]);
    if (in[2] && in[2] != NONE && !value_is_str(in[2]))
        return raise(rt, rt->TypeError, "arg 3 (name) must be None or string");
    if (in[3] && in[3] != NONE && !value_is_tuple(in[3]))
        return raise(rt, rt->TypeError, "arg 4 (defaults) must be None or tuple");
    return check_closure(rt, (Code *)in[0], in[4]);
}

static Owned function_make(Runtime *rt, Type *type unused, const Value *args, size_t count, Borrowed keywords)
{
    Value in[5] = { NULL };
    if (!arguments_bind(rt, "function", function_signature, args, count, keywords, in) || !check_make(rt, in))
        return NULL;
    Value made = function_new(rt, in[0], in[1], NULL);
    if (!made)
        return NULL;
    Function *f = function_of(made);
    if (in[2] && in[2] != NONE)
        value_replace(rt, &f->name, retain(in[2]));
    if (in[3] && in[3] != NONE)
        f->defaults = retain(in[3]);
    if (in[4] && in[4] != NONE)
        f->closure = retain(in[4]);
    return made;
}

/* -- attributes */

static Owned or_none(Borrowed v) { return v ? retain(v) : NONE; }

static Owned get_code(Runtime *rt unused, Borrowed self) { return retain(object_value(function_of(self)->code)); }

/* Frames of this function may be running the code that it has now. */
static bool retire_code(Runtime *rt, Function *f)
{
    int64_t count = f->retired ? tuple_count(f->retired) : 0;
    Value codes = tuple_new(rt, count + 1);
    if (!codes)
        return false;
    for (int64_t i = 0; i < count; i++)
        tuple_items(codes)[i] = retain(tuple_item_peek(f->retired, i));
    tuple_items(codes)[count] = object_value(f->code);
    value_replace(rt, &f->retired, tuple_done(rt, codes));
    return true;
}

static bool set_code(Runtime *rt, Borrowed self, Borrowed value)
{
    Function *f = function_of(self);
    if (!value || !object_is_exactly(value, rt->code_type))
        return raise(rt, rt->TypeError, "__code__ must be set to a code object");
    int64_t have = f->closure ? tuple_count(f->closure) : 0;
    if (((Code *)value)->free_count != have)
        return raise(rt, rt->ValueError, "%U() requires a code object with %zd free vars, not %d", f->name, have,
                     ((Code *)value)->free_count);
    if (!retire_code(rt, f))
        return false;
    f->code = (Code *)retain(value);
    f->version = 0;
    return true;
}

static Owned get_name(Runtime *rt unused, Borrowed self) { return retain(function_of(self)->name); }
static Owned get_qualname(Runtime *rt unused, Borrowed self) { return retain(function_of(self)->qualname); }
static Owned get_defaults(Runtime *rt unused, Borrowed self) { return or_none(function_of(self)->defaults); }
static Owned get_kwdefaults(Runtime *rt unused, Borrowed self) { return or_none(function_of(self)->kwdefaults); }

static bool set_text(Runtime *rt, Value *field, Borrowed value, const char *attribute)
{
    if (!value || !value_is_str(value))
        return raise(rt, rt->TypeError, "%s must be set to a string object", attribute);
    value_replace(rt, field, retain(value));
    return true;
}

static bool set_name(Runtime *rt, Borrowed self, Borrowed value)
{
    return set_text(rt, &function_of(self)->name, value, "__name__");
}

static bool set_qualname(Runtime *rt, Borrowed self, Borrowed value)
{
    return set_text(rt, &function_of(self)->qualname, value, "__qualname__");
}

static bool set_defaults(Runtime *rt, Borrowed self, Borrowed value)
{
    Function *f = function_of(self);
    if (value == NONE)
        value = NULL;
    if (value && !value_is_tuple(value))
        return raise(rt, rt->TypeError, "__defaults__ must be set to a tuple object");
    f->version = 0;
    value_replace(rt, &f->defaults, retain(value));
    return true;
}

static bool set_dict_field(Runtime *rt, Value *field, Borrowed value, const char *attribute)
{
    if (value == NONE)
        value = NULL;
    if (value && !value_is_dict(value))
        return raise(rt, rt->TypeError, "%s must be set to a dict object", attribute);
    value_replace(rt, field, retain(value));
    return true;
}

static bool set_kwdefaults(Runtime *rt, Borrowed self, Borrowed value)
{
    function_of(self)->version = 0;
    return set_dict_field(rt, &function_of(self)->kwdefaults, value, "__kwdefaults__");
}

static bool set_annotations(Runtime *rt, Borrowed self, Borrowed value)
{
    return set_dict_field(rt, &function_of(self)->annotations, value, "__annotations__");
}

/* MAKE_FUNCTION leaves a tuple (name, value, ...): the dict is made when asked for. */
static Owned annotations_dict(Runtime *rt, Borrowed pairs)
{
    Value dict = dict_new(rt);
    for (int64_t i = 0; dict && pairs && i + 1 < tuple_count(pairs); i += 2)
        if (!dict_set(rt, dict, tuple_item_peek(pairs, i), tuple_item_peek(pairs, i + 1)))
            value_clear(rt, &dict);
    return dict;
}

static Owned get_annotations(Runtime *rt, Borrowed self)
{
    Function *f = function_of(self);
    if (!f->annotations || !value_is_dict(f->annotations)) {
        Value dict = annotations_dict(rt, f->annotations);
        if (!dict)
            return NULL;
        value_replace(rt, &f->annotations, dict);
    }
    return retain(f->annotations);
}

static Owned get_dict(Runtime *rt, Borrowed self)
{
    Function *f = function_of(self);
    if (!f->dict && !(f->dict = dict_new(rt)))
        return NULL;
    return retain(f->dict);
}

static bool set_dict(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "cannot delete __dict__");
    if (!value_is_dict(value))
        return raise(rt, rt->TypeError, "__dict__ must be set to a dictionary, not a '%T'", value);
    value_replace(rt, &function_of(self)->dict, retain(value));
    return true;
}

static const GetSetDef function_getsets[] = {
    { "__code__", get_code, set_code, NULL },
    { "__defaults__", get_defaults, set_defaults, NULL },
    { "__kwdefaults__", get_kwdefaults, set_kwdefaults, NULL },
    { "__annotations__", get_annotations, set_annotations, NULL },
    { "__dict__", get_dict, set_dict, NULL },
    { "__name__", get_name, set_name, NULL },
    { "__qualname__", get_qualname, set_qualname, NULL },
    { 0 }
};

static const MemberDef function_members[] = {
    { "__closure__", MEMBER_VALUE_OR_NONE, offsetof(Function, closure), false, NULL },
    { "__doc__", MEMBER_VALUE_OR_NONE, offsetof(Function, doc), true, NULL },
    { "__globals__", MEMBER_VALUE_OR_NONE, offsetof(Function, globals), false, NULL },
    { "__module__", MEMBER_VALUE_OR_NONE, offsetof(Function, module), true, NULL },
    { "__builtins__", MEMBER_VALUE_OR_NONE, offsetof(Function, builtins), false, NULL },
    { 0 }
};

const TypeDef function_type_def = {
    .name = "function",
    .doc = "Create a function object.\n\n"
           "  code\n    a code object\n"
           "  globals\n    the globals dictionary\n"
           "  name\n    a string that overrides the name from the code object\n"
           "  argdefs\n    a tuple that specifies the default argument values\n"
           "  closure\n    a tuple that supplies the bindings for free variables",
    .signature = "(code, globals, name=None, argdefs=None, closure=None)",
    .size = sizeof(Function),
    .flags = TYPE_CONTAINER,
    .dict_offset = offsetof(Function, dict),
    .traverse = function_traverse, .steady = true,
    .clear = function_clear,
    .free = function_free,
    .slots = {
        .repr = function_repr,
        .call = vm_call_function,
        .descriptor_get = function_get,
        .make = function_make,
    },
    .getsets = function_getsets,
    .members = function_members,
};
