/* types.GenericAlias: list[int].  It behaves as its origin in nearly everything. */
#include "types/generic_alias.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

static inline GenericAlias *alias_of(Borrowed v) { return (GenericAlias *)v; }

static Owned alias_of_type(Runtime *rt, Type *type, Borrowed origin, Borrowed args)
{
    Value tuple = value_is_tuple(args) ? retain(args) : tuple_from(rt, &args, 1);
    GenericAlias *alias = tuple ? (GenericAlias *)type_alloc(rt, type, 0) : NULL;
    if (!alias) {
        release(rt, tuple);
        return NULL;
    }
    alias->origin = retain(origin);
    alias->args = tuple;
    gc_track(&rt->gc, &alias->head);
    return object_value(alias);
}

Owned generic_alias_new(Runtime *rt, Borrowed origin, Borrowed args)
{
    return alias_of_type(rt, rt->generic_alias_type, origin, args);
}

Owned generic_class_getitem(Runtime *rt, Borrowed self, const Value *args)
{
    return generic_alias_new(rt, self, args[0]);
}

/* -- life */

static int alias_traverse(Object *self, GcVisit visit, void *argument)
{
    GenericAlias *alias = (GenericAlias *)self;
    VISIT_VALUE(alias->origin);
    VISIT_VALUE(alias->args);
    VISIT_VALUE(alias->parameters);
    return type_traverse_object(self, visit, argument);
}

static void alias_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    GenericAlias *alias = (GenericAlias *)self;
    gc_untrack(gc, self);
    release(rt, alias->origin);
    release(rt, alias->args);
    release(rt, alias->parameters);
    type_free_object(rt, self);
}

static Owned alias_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "GenericAlias() takes no keyword arguments");
    if (count != 2)
        return raise(rt, rt->TypeError, "GenericAlias expected 2 arguments, got %zu", count);
    return alias_of_type(rt, type, args[0], args[1]);
}

/* -- text */

/* "module.qualname" of a class; *DONE false: it is none. */
static bool show_class(Runtime *rt, StrBuilder *b, Borrowed item, bool *done)
{
    Value qualname = get_attribute_or_null(rt, item, rt->names.__qualname__), module = NULL;
    *done = false;
    if (qualname && (module = get_attribute_or_null(rt, item, rt->names.__module__)) && module != NONE) {
        *done = true;
        bool is_builtin = value_is_str(module) && str_equal(module, rt->names.builtins);
        Value text = is_builtin ? format_message(rt, "%S", qualname) : format_message(rt, "%S.%S", module, qualname);
        if (text)
            builder_str(b, text);
        release(rt, text);
    }
    release(rt, qualname);
    release(rt, module);
    return !error_pending(rt);
}

static int is_parameterized(Runtime *rt, Borrowed item)
{
    int has = has_attribute(rt, item, rt->names.__origin__);
    return has > 0 ? has_attribute(rt, item, rt->names.__args__) : has;
}

bool generic_show(Runtime *rt, StrBuilder *b, Borrowed item)
{
    bool done = false;
    if (item == ELLIPSIS)
        return builder_text(b, "...");
    int parameterized = is_parameterized(rt, item);
    if (parameterized < 0 || (!parameterized && !show_class(rt, b, item, &done)))
        return false;
    return done || builder_repr(b, item);
}

static bool show_args(Runtime *rt, StrBuilder *b, Borrowed args)
{
    if (!tuple_count(args))
        return builder_text(b, "()");
    for (int64_t i = 0; i < tuple_count(args); i++) {
        if ((i && !builder_text(b, ", ")) || !generic_show(rt, b, tuple_item_peek(args, i)))
            return false;
    }
    return true;
}

static Owned alias_repr(Runtime *rt, Borrowed self)
{
    GenericAlias *alias = alias_of(self);
    StrBuilder b;
    if (!recursion_enter(rt, " while getting the repr of an object"))
        return NULL;
    builder_open(&b, rt);
    if (alias->starred)
        builder_text(&b, "*");
    bool done = generic_show(rt, &b, alias->origin) && builder_text(&b, "[") && show_args(rt, &b, alias->args)
                && builder_text(&b, "]");
    recursion_leave(rt);
    if (done)
        return builder_finish(&b);
    builder_close(&b);
    return NULL;
}

/* -- comparison, call, attributes */

static bool alias_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    int64_t a, b;
    if (!value_hash(rt, alias_of(self)->origin, &a) || !value_hash(rt, alias_of(self)->args, &b))
        return false;
    *hash = a ^ b;
    if (*hash == -1)
        *hash = -2;
    return true;
}

static Owned alias_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !value_is_instance(rt, other, rt->generic_alias_type)
        || !value_is_instance(rt, self, rt->generic_alias_type))
        return NOT_IMPLEMENTED;
    GenericAlias *a = alias_of(self), *b = alias_of(other);
    int same = a->starred == b->starred;
    if (same)
        same = compare_true(rt, a->origin, b->origin, COMPARE_EQ);
    if (same > 0)
        same = compare_true(rt, a->args, b->args, COMPARE_EQ);
    return same < 0 ? NULL : bool_value(same == (op == COMPARE_EQ));
}

/* The instance remembers the alias, when it can. */
static Owned alias_call(CALL_PARAMETERS)
{
    Value object = call(rt, alias_of(self)->origin, args, count, keywords);
    if (!object || set_attribute(rt, object, rt->names.__orig_class__, self))
        return object;
    if (error_clear_if(rt, rt->AttributeError) || error_clear_if(rt, rt->TypeError))
        return object;
    release(rt, object);
    return NULL;
}

static const char *const own_names[] = {
    "__class__", "__bases__", "__origin__", "__args__", "__unpacked__", "__parameters__",
    "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__",
};

static Owned alias_get_attribute(Runtime *rt, Borrowed self, Borrowed name)
{
    for (size_t i = 0; value_is_str(name) && i < COUNT_OF(own_names); i++) {
        if (str_equal_text(name, own_names[i]))
            return generic_get_attribute(rt, self, name);
    }
    return get_attribute(rt, alias_of(self)->origin, name);
}

static Owned alias_parameters(Runtime *rt, Borrowed self)
{
    GenericAlias *alias = alias_of(self);
    if (!alias->parameters) {
        Value parameters = generic_parameters(rt, alias->args);
        if (!parameters)
            return NULL;
        value_replace(rt, &alias->parameters, parameters);
    }
    return retain(alias->parameters);
}

static Owned alias_get_item(Runtime *rt, Borrowed self, Borrowed item)
{
    Value parameters = alias_parameters(rt, self);
    Value args = parameters ? generic_substitute(rt, self, alias_of(self)->args, parameters, item) : NULL;
    release(rt, parameters);
    Value result = args ? generic_alias_new(rt, alias_of(self)->origin, args) : NULL;
    if (result)
        alias_of(result)->starred = alias_of(self)->starred;
    release(rt, args);
    return result;
}

/* -- iteration: one item, the starred alias, for tuple[*list[int]] */

typedef struct AliasIterator {
    Object head;
    Value alias;                /* NULL: exhausted */
} AliasIterator;

static Owned alias_iter(Runtime *rt, Borrowed self)
{
    AliasIterator *it = (AliasIterator *)type_alloc(rt, rt->generic_alias_iterator_type, 0);
    if (it) {
        it->alias = retain(self);
        gc_track(&rt->gc, &it->head);
    }
    return object_value(it);
}

static int iterator_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((AliasIterator *)self)->alias);
    return 0;
}

static void iterator_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((AliasIterator *)self)->alias);
    gc_free(gc, self);
}

static Owned iterator_self(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    AliasIterator *it = (AliasIterator *)self;
    if (!it->alias)
        return NULL;
    Value starred = generic_alias_new(rt, alias_of(it->alias)->origin, alias_of(it->alias)->args);
    if (!starred)
        return NULL;
    alias_of(starred)->starred = true;
    value_clear(rt, &it->alias);
    return starred;
}

static Owned iterator_reduce(Runtime *rt, Borrowed self, const Value *unused_args)
{
    (void)unused_args;
    Value alias = ((AliasIterator *)self)->alias, iter = get_item(rt, rt->builtins, rt->names.iter);
    Value args = iter ? tuple_pack(rt, 1, alias ? alias : rt->empty_tuple) : NULL;
    Value result = args ? tuple_pack(rt, 2, iter, args) : NULL;
    release(rt, iter);
    release(rt, args);
    return result;
}

static const MethodDef iterator_methods[] = {
    METHOD("__reduce__", iterator_reduce, "()", NULL),
    { 0 }
};

const TypeDef generic_alias_iterator_type_def = {
    .name = "generic_alias_iterator",
    .size = sizeof(AliasIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = iterator_traverse,
    .free = iterator_free,
    .slots = { .iter = iterator_self, .next = iterator_next },
    .methods = iterator_methods,
};

/* -- methods */

static Owned alias_mro_entries(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return tuple_from(rt, &alias_of(self)->origin, 1);
}

static Owned alias_instancecheck(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self, (void)args;
    return raise(rt, rt->TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}

static Owned alias_subclasscheck(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self, (void)args;
    return raise(rt, rt->TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}

/* A starred alias is what next(iter(alias)) gives. */
static Owned reduce_starred(Runtime *rt, Borrowed plain)
{
    Value iterator = get_iter(rt, plain);
    Value next = iterator ? get_item(rt, rt->builtins, rt->names.next) : NULL;
    Value args = next ? tuple_from(rt, &iterator, 1) : NULL;
    Value result = args ? tuple_pack(rt, 2, next, args) : NULL;
    release(rt, iterator);
    release(rt, next);
    release(rt, args);
    return result;
}

static Owned alias_reduce(Runtime *rt, Borrowed self, const Value *unused_args)
{
    (void)unused_args;
    GenericAlias *alias = alias_of(self);
    if (alias->starred) {
        Value plain = generic_alias_new(rt, alias->origin, alias->args);
        Value result = plain ? reduce_starred(rt, plain) : NULL;
        release(rt, plain);
        return result;
    }
    Value args = tuple_pack(rt, 2, alias->origin, alias->args);
    Value result = args ? tuple_pack(rt, 2, type_value(rt->generic_alias_type), args) : NULL;
    release(rt, args);
    return result;
}

static Owned alias_dir(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value names = object_dir(rt, alias_of(self)->origin);
    for (size_t i = 0; names && i < COUNT_OF(own_names); i++) {
        Value name = str_from_text(rt, own_names[i]);
        int found = name ? contains(rt, names, name) : -1;
        if (found < 0 || (!found && !list_append(rt, names, name)))
            value_clear(rt, &names);
        release(rt, name);
    }
    return names;
}

static Owned alias_unpacked_args(Runtime *rt, Borrowed self)
{
    GenericAlias *alias = alias_of(self);
    return alias->starred && alias->origin == type_value(rt->tuple_type) ? retain(alias->args) : NONE;
}

static const MethodDef alias_methods[] = {
    METHOD("__mro_entries__", alias_mro_entries, "(bases, /)", NULL),
    METHOD("__instancecheck__", alias_instancecheck, "(instance, /)", NULL),
    METHOD("__subclasscheck__", alias_subclasscheck, "(subclass, /)", NULL),
    METHOD("__reduce__", alias_reduce, "()", NULL),
    METHOD("__dir__", alias_dir, "()", NULL),
    { 0 }
};

static const MemberDef alias_members[] = {
    { "__origin__", MEMBER_VALUE, offsetof(GenericAlias, origin), false, NULL },
    { "__args__", MEMBER_VALUE, offsetof(GenericAlias, args), false, NULL },
    { "__unpacked__", MEMBER_BOOL, offsetof(GenericAlias, starred), false, NULL },
    { 0 }
};

static const GetSetDef alias_getsets[] = {
    { "__parameters__", alias_parameters, NULL, "Type variables in the GenericAlias." },
    { "__typing_unpacked_tuple_args__", alias_unpacked_args, NULL, NULL },
    { 0 }
};

const TypeDef generic_alias_type_def = {
    .name = "types.GenericAlias",
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    .size = sizeof(GenericAlias),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK,
    .traverse = alias_traverse,
    .free = alias_free,
    .slots = {
        .repr = alias_repr,
        .hash = alias_hash,
        .compare = alias_compare,
        .call = alias_call,
        .get_attribute = alias_get_attribute,
        .get_item = alias_get_item,
        .iter = alias_iter,
        .make = alias_make,
        .binary[BINARY_OR] = union_or,
    },
    .methods = alias_methods,
    .getsets = alias_getsets,
    .members = alias_members,
};
