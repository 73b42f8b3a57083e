/* Functions written in C, seen from Python: len, [].append. */
#include "types/function.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

static BuiltinFunction *builtin_of(Borrowed v) { return (BuiltinFunction *)v; }

Owned builtin_function_new(Runtime *rt, const MethodDef *def, Borrowed self_or_null, Borrowed module_name_or_null)
{
    BuiltinFunction *f = object_make(rt, rt->builtin_function_type);
    if (!f)
        return NULL;
    f->def = def;
    f->signature = def->signature ? signature_parse(def->signature) : (Signature){ 0 };
    f->self = retain(self_or_null);
    f->module = retain(module_name_or_null);
    return object_tracked(rt, f);
}

static int builtin_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((BuiltinFunction *)self)->self);
    VISIT_VALUE(((BuiltinFunction *)self)->module);
    return 0;
}

static void builtin_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    gc_untrack(gc, self);
    release(rt, ((BuiltinFunction *)self)->self);
    release(rt, ((BuiltinFunction *)self)->module);
    type_free_object(rt, self);
}

static Owned builtin_call(CALL_PARAMETERS)
{
    BuiltinFunction *f = builtin_of(self);
    return method_def_call(rt, f->def, &f->signature, f->self, args, count, keywords);
}

/* A function of a module, not a method of an object. */
static bool is_plain(Runtime *rt, const BuiltinFunction *f)
{
    return !f->self || object_is_exactly(f->self, rt->module_type);
}

static Owned builtin_repr(Runtime *rt, Borrowed self)
{
    BuiltinFunction *f = builtin_of(self);
    if (is_plain(rt, f))
        return format_message(rt, "<built-in function %s>", f->def->name);
    return format_message(rt, "<built-in method %s of %T object at 0x%zx>", f->def->name, f->self, (size_t)f->self);
}

static Owned builtin_compare(Runtime *rt unused, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !object_is_exactly(other, object_type(value_object(self))))
        return NOT_IMPLEMENTED;
    bool equal = builtin_of(self)->self == builtin_of(other)->self && builtin_of(self)->def == builtin_of(other)->def;
    return bool_value(equal == (op == COMPARE_EQ));
}

static bool builtin_hash(Runtime *rt unused, Borrowed self, int64_t *hash)
{
    *hash = (int64_t)((value_bits(builtin_of(self)->self) ^ (uintptr_t)builtin_of(self)->def) >> 4);
    return true;
}

static Owned get_name(Runtime *rt, Borrowed self) { return str_from_text(rt, builtin_of(self)->def->name); }

static Owned get_qualname(Runtime *rt, Borrowed self)
{
    BuiltinFunction *f = builtin_of(self);
    if (is_plain(rt, f))
        return get_name(rt, self);
    Value owner = object_has_type_flag(f->self, TYPE_IS_TYPE) ? f->self : type_value(value_type(rt, f->self));
    Value qualname = get_attribute(rt, owner, rt->names.__qualname__);
    if (!qualname)
        return NULL;
    Value result = format_message(rt, "%S.%s", qualname, f->def->name);
    release(rt, qualname);
    return result;
}

static Owned get_self(Runtime *rt unused, Borrowed self)
{
    return builtin_of(self)->self ? retain(builtin_of(self)->self) : NONE;
}

static Owned get_doc(Runtime *rt, Borrowed self)
{
    const char *doc = builtin_of(self)->def->doc;
    return doc ? str_from_text(rt, doc) : NONE;
}

/* "(obj, /)" is shown as "($module, obj, /)". */
static Owned get_text_signature(Runtime *rt, Borrowed self)
{
    BuiltinFunction *f = builtin_of(self);
    const char *text = f->def->signature;
    if (!text || *text != '(')
        return NONE;
    const char *first = is_plain(rt, f) ? "$module" : f->def->flags & METHOD_CLASS ? "$type" : "$self";
    bool marks = strchr(text, '/') != NULL;
    return format_message(rt, "(%s%s%s", first, text[1] == ')' ? (marks ? "" : ", /") : marks ? ", " : ", /, ", text + 1);
}

static Owned builtin_reduce(Runtime *rt, Borrowed self, const Value *args unused)
{
    BuiltinFunction *f = builtin_of(self);
    if (is_plain(rt, f))
        return get_name(rt, self);
    Value getattr = builtin_peek(rt, "getattr");
    Value name = getattr ? get_name(rt, self) : NULL;
    Value pair = name ? tuple_pack(rt, 2, f->self, name) : NULL;
    Value result = pair ? tuple_pack(rt, 2, getattr, pair) : NULL;
    release(rt, name);
    release(rt, pair);
    return result;
}

static const MethodDef builtin_methods[] = {
    METHOD("__reduce__", builtin_reduce, "()", NULL),
    { 0 }
};

static const GetSetDef builtin_getsets[] = {
    { "__name__", get_name, NULL, NULL },
    { "__qualname__", get_qualname, NULL, NULL },
    { "__self__", get_self, NULL, NULL },
    { "__doc__", get_doc, NULL, NULL },
    { "__text_signature__", get_text_signature, NULL, NULL },
    { 0 }
};

static const MemberDef builtin_members[] = {
    { "__module__", MEMBER_VALUE_OR_NONE, offsetof(BuiltinFunction, module), true, NULL },
    { 0 }
};

const TypeDef builtin_function_type_def = {
    .name = "builtin_function_or_method",
    .size = sizeof(BuiltinFunction),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = builtin_traverse, .steady = true,
    .free = builtin_free,
    .slots = {
        .repr = builtin_repr,
        .hash = builtin_hash,
        .compare = builtin_compare,
        .call = builtin_call,
    },
    .methods = builtin_methods,
    .getsets = builtin_getsets,
    .members = builtin_members,
};
