/* list[int] (types.GenericAlias) and int | str (types.UnionType). */
#ifndef OURO_TYPES_GENERIC_ALIAS_H
#define OURO_TYPES_GENERIC_ALIAS_H

#include "object/runtime.h"
#include "types/str.h"

typedef struct GenericAlias {
    Object head;
    Value origin;
    Value args;                 /* tuple */
    Value parameters;           /* tuple, made when asked for; or NULL */
    bool starred;               /* *tuple[int] */
} GenericAlias;

typedef struct Union {
    Object head;
    Value args;                 /* tuple, two or more, without duplicates */
    Value parameters;
} Union;

/* ORIGIN[ARGS]; ARGS: one item or a tuple of them. */
Owned generic_alias_new(Runtime *rt, Borrowed origin, Borrowed args) must_check;
/* A __class_getitem__ for the method table of a built-in type (METHOD_CLASS). */
Owned generic_class_getitem(Runtime *rt, Borrowed self, const Value *args);
#define CLASS_GETITEM_METHOD \
    METHOD_FLAGS("__class_getitem__", generic_class_getitem, "(item, /)", "See PEP 585", METHOD_CLASS)

/* The | slot of type, generic_alias and union. */
Owned union_or(Runtime *rt, Borrowed left, Borrowed right);
/* The type variables in ARGS, each once. */
Owned generic_parameters(Runtime *rt, Borrowed args) must_check;
/* ARGS with PARAMETERS replaced by ITEM (one or a tuple); SELF for messages. */
Owned generic_substitute(Runtime *rt, Borrowed self, Borrowed args, Borrowed parameters, Borrowed item) must_check;
/* Append how an argument of an alias is shown. */
bool generic_show(Runtime *rt, StrBuilder *b, Borrowed item) must_check;

static inline bool value_is_union(Runtime *rt, Borrowed v) { return object_is_exactly(v, rt->union_type); }

#endif
