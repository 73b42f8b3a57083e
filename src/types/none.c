/* None, NotImplemented, Ellipsis: constants; their types give the one value back. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static Owned make_constant(Runtime *rt, const char *name, Value constant, size_t count, Borrowed keywords)
{
    if (count || (keywords && tuple_count(keywords)))
        return raise(rt, rt->TypeError, "%s takes no arguments", name);
    return constant;
}

static Owned none_make(Runtime *rt, unused Type *type, unused const Value *args, size_t count, Borrowed keywords)
{
    return make_constant(rt, "NoneType", NONE, count, keywords);
}

static Owned ellipsis_make(Runtime *rt, unused Type *type, unused const Value *args, size_t count, Borrowed keywords)
{
    return make_constant(rt, "EllipsisType", ELLIPSIS, count, keywords);
}

static Owned not_implemented_make(Runtime *rt, unused Type *type, unused const Value *args, size_t count,
                                  Borrowed keywords)
{
    return make_constant(rt, "NotImplementedType", NOT_IMPLEMENTED, count, keywords);
}

static Owned none_repr(Runtime *rt, unused Borrowed self) { return str_intern_text(rt, "None"); }
static Owned ellipsis_repr(Runtime *rt, unused Borrowed self) { return str_intern_text(rt, "Ellipsis"); }
static Owned not_implemented_repr(Runtime *rt, unused Borrowed self) { return str_intern_text(rt, "NotImplemented"); }
static int none_truth(unused Runtime *rt, unused Borrowed self) { return 0; }

static int not_implemented_truth(Runtime *rt, unused Borrowed self)
{
    if (!warn(rt, rt->DeprecationWarning, "NotImplemented should not be used in a boolean context"))
        return -1;
    return 1;
}

static Owned ellipsis_reduce(Runtime *rt, Borrowed self, unused const Value *args) { return ellipsis_repr(rt, self); }

static Owned not_implemented_reduce(Runtime *rt, Borrowed self, unused const Value *args)
{
    return not_implemented_repr(rt, self);
}

static const MethodDef ellipsis_methods[] = { METHOD("__reduce__", ellipsis_reduce, "()", NULL), { 0 } };
static const MethodDef not_implemented_methods[] = { METHOD("__reduce__", not_implemented_reduce, "()", NULL), { 0 } };

const TypeDef none_type_def = {
    .name = "NoneType",
    .slots = { .repr = none_repr, .make = none_make, .truth = none_truth },
};

const TypeDef ellipsis_type_def = {
    .name = "ellipsis",
    .slots = { .repr = ellipsis_repr, .make = ellipsis_make },
    .methods = ellipsis_methods,
};

const TypeDef not_implemented_type_def = {
    .name = "NotImplementedType",
    .slots = { .repr = not_implemented_repr, .make = not_implemented_make, .truth = not_implemented_truth },
    .methods = not_implemented_methods,
};
