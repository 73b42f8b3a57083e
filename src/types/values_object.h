/* Objects that are a head and a few Values: shared traverse, clear and free.
 *
 * The structure starts with its Value fields, right behind the head; plain C
 * fields follow.  A cleared object has NULL there, which its methods must bear. */
#ifndef OURO_TYPES_VALUES_OBJECT_H
#define OURO_TYPES_VALUES_OBJECT_H

#include "object/error.h"
#include "object/runtime.h"

#define VALUES_OBJECT(n) \
    int values_traverse_##n(Object *self, GcVisit visit, void *argument); \
    void values_clear_##n(Gc *gc, Object *self); \
    void values_free_##n(Gc *gc, Object *self);
VALUES_OBJECT(1)
VALUES_OBJECT(2)
VALUES_OBJECT(3)
VALUES_OBJECT(4)
VALUES_OBJECT(5)
VALUES_OBJECT(6)
#undef VALUES_OBJECT

/* Without a clear: what it refers to is set once, so a cycle through it also leads
 * through something that can be cleared, and its methods never see NULL there. */
#define VALUES_TYPE(n) .traverse = values_traverse_##n, .free = values_free_##n
#define VALUES_TYPE_CLEAR(n) VALUES_TYPE(n), .clear = values_clear_##n

/* A new object of a built-in type, not a derived one: untracked, zeroed. */
static inline void *object_make(Runtime *rt, Type *type)
{
    Object *object = gc_alloc(&rt->gc, &type->gc, type->gc.basic_size);
    if (unlikely(!object))
        return raise_memory_error(rt);
    return object;
}

/* The same for any type: derived ones, those of modules. */
static inline void *instance_make(Runtime *rt, Type *type)
{
    Object *object = type_alloc(rt, type, 0);
    if (unlikely(!object))
        return raise_memory_error(rt);
    return object;
}

static inline Owned object_tracked(Runtime *rt, void *object)
{
    gc_track(&rt->gc, object);
    return object_value(object);
}

/* Keywords given to a class derived from a type that takes none are an error, unless the
 * class has an __init__ of its own that may want them. */
static inline bool refuses_keywords(const Type *type)
{
    const Type *known = type;
    while (!known->def)
        known = known->base;
    return type == known || type->slots->init == known->slots->init;
}

/* MIN to MAX positional arguments and no keywords, worded as CPython does. */
bool positional_check(Runtime *rt, const char *function, size_t count, Borrowed keywords, size_t min,
                      size_t max) must_check;
/* Only the count: "NAME expected at most 1 argument, got 2". */
bool positional_count(Runtime *rt, const char *function, size_t count, size_t min, size_t max) must_check;

/* Borrowed from the builtins: "iter", "reversed".  For __reduce__. */
Borrowed builtin_peek(Runtime *rt, const char *name) must_check;
/* (function, (argument,)) and (function, (argument,), state). */
Owned reduce_two(Runtime *rt, Borrowed function, Borrowed argument) must_check;
Owned reduce_three(Runtime *rt, Borrowed function, Borrowed argument, Borrowed state) must_check;
/* Of a sequence iterator: (iter, (sequence,), index), or (iter, (empty,)) when SEQUENCE is NULL.
 * BUILTIN is "iter" or "reversed"; EMPTY is "list" or "tuple". */
Owned iterator_reduce(Runtime *rt, const char *builtin, Borrowed sequence, int64_t index,
                      const char *empty) must_check;
/* __setstate__'s integer. */
bool state_index(Runtime *rt, Borrowed state, int64_t *out) must_check;

/* A type of a module that stays until the runtime closes: objects and other types point to it uncounted. */
Type *fixed_type(Runtime *rt, const TypeDef *def, Type *base_or_null) must_check;
Type *module_add_fixed_type(Runtime *rt, Borrowed module, const TypeDef *def, Type *base_or_null) must_check;

/* "__dict__" for types with a dict_offset. */
extern const GetSetDef own_dict_getsets[];

Owned class_getitem(Runtime *rt, Borrowed type, const Value *args);
#define CLASS_GETITEM \
    METHOD_FLAGS("__class_getitem__", class_getitem, "(object, /)", "See PEP 585", METHOD_CLASS)

#endif
