/* types.UnionType: int | str. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/generic_alias.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

static inline Union *union_of(Borrowed v) { return (Union *)v; }

/* -- making */

static bool is_alias(Runtime *rt, Borrowed v)
{
    return value_is_instance(rt, v, rt->generic_alias_type);
}

static bool may_be_part(Runtime *rt, Borrowed v)
{
    return v == NONE || object_has_type_flag(v, TYPE_IS_TYPE) || value_is_union(rt, v) || is_alias(rt, v);
}

/* Classes are told apart by identity, aliases by ==. */
static int is_duplicate(Runtime *rt, Borrowed list, Borrowed item)
{
    for (int64_t i = 0; i < list_count(list); i++) {
        Value other = list_item_peek(list, i);
        int same = other == item;
        if (!same && is_alias(rt, item) && is_alias(rt, other))
            same = compare_true(rt, other, item, COMPARE_EQ);
        if (same)
            return same;
    }
    return 0;
}

static bool add_part(Runtime *rt, Borrowed list, Borrowed item)
{
    if (value_is_union(rt, item)) {
        Value args = union_of(item)->args;
        for (int64_t i = 0; i < tuple_count(args); i++) {
            if (!add_part(rt, list, tuple_item_peek(args, i)))
                return false;
        }
        return true;
    }
    if (item == NONE)
        item = type_value(rt->none_type);
    int duplicate = is_duplicate(rt, list, item);
    return duplicate > 0 || (duplicate == 0 && list_append(rt, list, item));
}

static Owned union_from_list(Runtime *rt, Borrowed parts)
{
    if (list_count(parts) == 1)
        return retain(list_item_peek(parts, 0));
    Value args = list_to_tuple(rt, parts);
    Union *u = args ? (Union *)type_alloc(rt, rt->union_type, 0) : NULL;
    if (!u) {
        release(rt, args);
        return NULL;
    }
    u->args = args;
    gc_track(&rt->gc, &u->head);
    return object_value(u);
}

Owned union_or(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!may_be_part(rt, left) || !may_be_part(rt, right))
        return NOT_IMPLEMENTED;
    Value parts = list_new(rt, 2);
    Value result = NULL;
    if (parts && add_part(rt, parts, left) && add_part(rt, parts, right))
        result = union_from_list(rt, parts);
    release(rt, parts);
    return result;
}

/* -- life */

static int union_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Union *)self)->args);
    VISIT_VALUE(((Union *)self)->parameters);
    return 0;
}

static void union_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    gc_untrack(gc, self);
    release(rt, ((Union *)self)->args);
    release(rt, ((Union *)self)->parameters);
    gc_free(gc, self);
}

/* -- slots */

static Owned union_repr(Runtime *rt, Borrowed self)
{
    Value args = union_of(self)->args;
    StrBuilder b;
    builder_open(&b, rt);
    bool good = true;
    for (int64_t i = 0; good && i < tuple_count(args); i++) {
        Value item = tuple_item_peek(args, i);
        good = !i || builder_text(&b, " | ");
        if (good)
            good = item == type_value(rt->none_type) ? builder_text(&b, "None") : generic_show(rt, &b, item);
    }
    if (good)
        return builder_finish(&b);
    builder_close(&b);
    return NULL;
}

static bool union_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    Value set = frozenset_new(rt, union_of(self)->args);
    bool done = set && value_hash(rt, set, hash);
    release(rt, set);
    return done;
}

static Owned union_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !value_is_union(rt, other))
        return NOT_IMPLEMENTED;
    Value a = frozenset_new(rt, union_of(self)->args);
    Value b = a ? frozenset_new(rt, union_of(other)->args) : NULL;
    Value result = b ? compare(rt, a, b, op) : NULL;
    release(rt, a);
    release(rt, b);
    return result;
}

static Owned union_parameters(Runtime *rt, Borrowed self)
{
    Union *u = union_of(self);
    if (!u->parameters) {
        Value parameters = generic_parameters(rt, u->args);
        if (!parameters)
            return NULL;
        value_replace(rt, &u->parameters, parameters);
    }
    return retain(u->parameters);
}

static Owned union_get_item(Runtime *rt, Borrowed self, Borrowed item)
{
    Value parameters = union_parameters(rt, self);
    Value args = parameters ? generic_substitute(rt, self, union_of(self)->args, parameters, item) : NULL;
    release(rt, parameters);
    if (!args)
        return NULL;
    Value result = retain(tuple_item_peek(args, 0));
    for (int64_t i = 1; result && i < tuple_count(args); i++)
        value_replace(rt, &result, binary(rt, result, tuple_item_peek(args, i), BINARY_OR));
    release(rt, args);
    return result;
}

/* -- methods */

/* The first part that says yes decides; parameterized generics raise when their turn comes. */
static Owned check(Runtime *rt, Borrowed self, Borrowed v, int (*test)(Runtime *, Borrowed, Borrowed))
{
    Value args = union_of(self)->args;
    int answer = 0;
    for (int64_t i = 0; answer == 0 && i < tuple_count(args); i++)
        answer = test(rt, v, tuple_item_peek(args, i));
    return answer < 0 ? NULL : bool_value(answer);
}

static Owned union_instancecheck(Runtime *rt, Borrowed self, const Value *args)
{
    return check(rt, self, args[0], is_instance);
}

static Owned union_subclasscheck(Runtime *rt, Borrowed self, const Value *args)
{
    if (!object_has_type_flag(args[0], TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "issubclass() arg 1 must be a class");
    return check(rt, self, args[0], is_subclass);
}

static Owned union_get_module(Runtime *rt, Borrowed self)
{
    (void)self;
    return str_from_text(rt, "types");
}

static const MethodDef union_methods[] = {
    METHOD("__instancecheck__", union_instancecheck, "(instance, /)", NULL),
    METHOD("__subclasscheck__", union_subclasscheck, "(subclass, /)", NULL),
    { 0 }
};

static const MemberDef union_members[] = {
    { "__args__", MEMBER_VALUE, offsetof(Union, args), false, NULL },
    { 0 }
};

static const GetSetDef union_getsets[] = {
    { "__parameters__", union_parameters, NULL, "Type variables in the types.UnionType." },
    { "__module__", union_get_module, NULL, NULL },
    { 0 }
};

const TypeDef union_type_def = {
    .name = "types.UnionType",
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .size = sizeof(Union),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = union_traverse,
    .free = union_free,
    .slots = {
        .repr = union_repr,
        .hash = union_hash,
        .compare = union_compare,
        .get_item = union_get_item,
        .binary[BINARY_OR] = union_or,
    },
    .methods = union_methods,
    .getsets = union_getsets,
    .members = union_members,
};
