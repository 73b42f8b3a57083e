/* Bound methods and cells. */
#include "types/function.h"

#include "object/error.h"
#include "object/prepend.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

static Method *method_of(Borrowed v) { return (Method *)v; }
static Cell *cell_of(Borrowed v) { return (Cell *)v; }

Owned method_new(Runtime *rt, Borrowed function, Borrowed self)
{
    Method *m = object_make(rt, rt->method_type);
    if (!m)
        return NULL;
    m->function = retain(function);
    m->self = retain(self);
    return object_tracked(rt, m);
}

static Owned method_make(Runtime *rt, Type *type unused, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "method", count, keywords, 2, 2))
        return NULL;
    if (!is_callable(rt, args[0]))
        return raise(rt, rt->TypeError, "first argument must be callable");
    if (args[1] == NONE)
        return raise(rt, rt->TypeError, "instance must not be None");
    return method_new(rt, args[0], args[1]);
}

static Owned method_call(CALL_PARAMETERS)
{
    Value function = retain(method_of(self)->function);
    Value instance = retain(method_of(self)->self);
    Value result = call_prepend(rt, function, instance, args, count, keywords);
    release(rt, function);
    release(rt, instance);
    return result;
}

static Owned method_repr(Runtime *rt, Borrowed self)
{
    Method *m = method_of(self);
    Value name = get_attribute_or_null(rt, m->function, rt->names.__qualname__);
    if (!name && !error_pending(rt))
        name = get_attribute_or_null(rt, m->function, rt->names.__name__);
    if (!name && error_pending(rt))
        return NULL;
    Value result = name && value_is_str(name) ? format_message(rt, "<bound method %U of %R>", name, m->self)
                                              : format_message(rt, "<bound method ? of %R>", m->self);
    release(rt, name);
    return result;
}

static Owned method_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !object_is_exactly(other, rt->method_type))
        return NOT_IMPLEMENTED;
    int equal = values_equal(rt, method_of(self)->function, method_of(other)->function);
    if (equal < 0)
        return NULL;
    equal = equal && method_of(self)->self == method_of(other)->self;
    return bool_value(equal == (op == COMPARE_EQ));
}

static bool method_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    if (!value_hash(rt, method_of(self)->function, hash))
        return false;
    *hash ^= (int64_t)(value_bits(method_of(self)->self) >> 4);
    return true;
}

/* What the type method has not, the function has. */
static Owned method_get_attribute(Runtime *rt, Borrowed self, Borrowed name)
{
    if (!value_is_str(name) || type_lookup_peek(rt, rt->method_type, name))
        return generic_get_attribute(rt, self, name);
    return get_attribute(rt, method_of(self)->function, name);
}

static Owned get_doc(Runtime *rt, Borrowed self)
{
    return get_attribute(rt, method_of(self)->function, rt->names.__doc__);
}

static Owned method_reduce(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value getattr = builtin_peek(rt, "getattr");
    Value name = getattr ? get_attribute(rt, method_of(self)->function, rt->names.__name__) : NULL;
    Value pair = name ? tuple_pack(rt, 2, method_of(self)->self, name) : NULL;
    Value result = pair ? tuple_pack(rt, 2, getattr, pair) : NULL;
    release(rt, name);
    release(rt, pair);
    return result;
}

static const MethodDef method_methods[] = {
    METHOD("__reduce__", method_reduce, "()", NULL),
    { 0 }
};

static const GetSetDef method_getsets[] = {
    { "__doc__", get_doc, NULL, NULL },
    { 0 }
};

static const MemberDef method_members[] = {
    { "__func__", MEMBER_VALUE_OR_NONE, offsetof(Method, function), false, "the function (or other callable) implementing a method" },
    { "__self__", MEMBER_VALUE_OR_NONE, offsetof(Method, self), false, "the instance to which a method is bound" },
    { 0 }
};

const TypeDef method_type_def = {
    .name = "method",
    .doc = "Create a bound instance method object.",
    .signature = "(function, instance, /)",
    .size = sizeof(Method),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(2), .steady = true,
    .slots = {
        .repr = method_repr,
        .hash = method_hash,
        .compare = method_compare,
        .call = method_call,
        .get_attribute = method_get_attribute,
        .make = method_make,
    },
    .methods = method_methods,
    .getsets = method_getsets,
    .members = method_members,
};

/* -- cells: a variable that several functions share */

Owned cell_new(Runtime *rt, Borrowed content_or_null)
{
    Cell *c = object_make(rt, rt->cell_type);
    if (!c)
        return NULL;
    c->content = retain(content_or_null);
    return object_tracked(rt, c);
}

static Owned cell_make(Runtime *rt, Type *type unused, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "cell", count, keywords, 0, 1))
        return NULL;
    return cell_new(rt, count ? args[0] : NULL);
}

static Owned cell_repr(Runtime *rt, Borrowed self)
{
    Value content = cell_of(self)->content;
    if (!content)
        return format_message(rt, "<cell at 0x%zx: empty>", (size_t)self);
    return format_message(rt, "<cell at 0x%zx: %.80T object at 0x%zx>", (size_t)self, content, (size_t)content);
}

/* An empty cell is less than any other. */
static Owned cell_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!object_is_exactly(other, rt->cell_type))
        return NOT_IMPLEMENTED;
    Value a = cell_of(self)->content, b = cell_of(other)->content;
    if (!a || !b)
        return compare(rt, bool_value(a), bool_value(b), op);
    retain(a);
    retain(b);
    Value result = compare(rt, a, b, op);
    release(rt, a);
    release(rt, b);
    return result;
}

static Owned get_cell_contents(Runtime *rt, Borrowed self)
{
    Value content = cell_of(self)->content;
    return content ? retain(content) : raise(rt, rt->ValueError, "Cell is empty");
}

static bool set_cell_contents(Runtime *rt, Borrowed self, Borrowed value)
{
    value_replace(rt, &cell_of(self)->content, retain(value));
    return true;
}

static const GetSetDef cell_getsets[] = {
    { "cell_contents", get_cell_contents, set_cell_contents, NULL },
    { 0 }
};

const TypeDef cell_type_def = {
    .name = "cell",
    .doc = "Create a new cell object.\n\n"
           "  contents\n    the contents of the cell. If not specified, the cell will be empty,\n"
           "    and further attempts to access its cell_contents attribute will\n"
           "    raise a ValueError.",
    .signature = "([contents])",
    .size = sizeof(Cell),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(1), .steady = true,
    .slots = {
        .repr = cell_repr,
        .compare = cell_compare,
        .make = cell_make,
    },
    .getsets = cell_getsets,
};
