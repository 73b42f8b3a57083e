/* Subclasses: each type lists those that name it as a base, without counting them;
 * and what follows from a change of bases. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/list.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/type_cache.h"

static bool add_to(Runtime *rt, Type *base, Type *type)
{
    Subclasses *list = base->subclasses;
    if (!list || list->count == list->capacity) {
        size_t capacity = list ? list->capacity * 2 : 4;
        Subclasses *larger = memory_realloc(rt, list, sizeof(Subclasses) + capacity * sizeof(Type *));
        if (!larger)
            return raise_memory_error(rt);
        if (!list)
            larger->count = 0;
        larger->capacity = capacity;
        base->subclasses = list = larger;
    }
    list->items[list->count++] = type;
    return true;
}

static void remove_from(Type *base, Type *type)
{
    Subclasses *list = base->subclasses;
    for (size_t i = 0; list && i < list->count; i++) {
        if (list->items[i] == type) {
            memmove(&list->items[i], &list->items[i + 1], (--list->count - i) * sizeof(Type *));
            return;
        }
    }
}

bool class_tree_add(Runtime *rt, Type *type)
{
    if (!type->bases)
        return add_to(rt, type->base, type);
    for (int64_t i = 0; i < tuple_count(type->bases); i++) {
        if (!add_to(rt, (Type *)tuple_item_peek(type->bases, i), type)) {
            class_tree_remove(rt, type);
            return false;
        }
    }
    return true;
}

void class_tree_remove(Runtime *rt, Type *type)
{
    (void)rt;
    if (!type->bases) {
        if (type->base)
            remove_from(type->base, type);
        return;
    }
    for (int64_t i = 0; i < tuple_count(type->bases); i++)
        remove_from((Type *)tuple_item_peek(type->bases, i), type);
}

/* Built-in types enter their base's list when they are made ready. */
static bool all_ready(Runtime *rt)
{
    for (size_t i = 0; i < rt->type_cache->count; i++) {
        if (!type_ready(rt, rt->type_cache->types[i]))
            return false;
    }
    return true;
}

Owned class_tree_list(Runtime *rt, Type *type)
{
    if (type->def && !all_ready(rt))
        return NULL;
    Value result = list_new(rt, 0);
    for (size_t i = 0; result && type->subclasses && i < type->subclasses->count; i++) {
        if (!list_append(rt, result, type_value(type->subclasses->items[i])))
            value_clear(rt, &result);
    }
    return result;
}

/* -- __bases__ = */

static bool check_new_bases(Runtime *rt, Type *type, Borrowed bases)
{
    if (!value_is_tuple(bases))
        return raise(rt, rt->TypeError, "can only assign tuple to %N.__bases__, not %T", type, bases);
    if (!tuple_count(bases))
        return raise(rt, rt->TypeError, "can only assign non-empty tuple to %N.__bases__, not ()", type);
    for (int64_t i = 0; i < tuple_count(bases); i++) {
        Value base = tuple_item_peek(bases, i);
        if (!object_has_type_flag(base, TYPE_IS_TYPE))
            return raise(rt, rt->TypeError, "%N.__bases__ must be tuple of classes, not '%T'", type, base);
        if (type_is_subtype((Type *)base, type))
            return raise(rt, rt->TypeError, "a __bases__ item causes an inheritance cycle");
    }
    return true;
}

/* Mros that may have to be given back: pairs (type, old mro) in LIST. */
static bool recompute(Runtime *rt, Type *type, Borrowed undo)
{
    Value mro = class_mro(rt, type);
    Value pair = mro ? tuple_pack(rt, 2, type_value(type), type->mro) : NULL;
    if (!pair || !list_append_steal(rt, undo, pair)) {
        release(rt, mro);
        return false;
    }
    value_replace(rt, &type->mro, mro);
    for (size_t i = 0; type->subclasses && i < type->subclasses->count; i++) {
        if (!recompute(rt, type->subclasses->items[i], undo))
            return false;
    }
    return true;
}

static void give_back(Runtime *rt, Borrowed undo)
{
    for (int64_t i = list_count(undo); i-- > 0;) {
        Value pair = list_item_peek(undo, i);
        value_replace(rt, &((Type *)tuple_item_peek(pair, 0))->mro, retain(tuple_item_peek(pair, 1)));
    }
}

static bool change_bases(Runtime *rt, Type *type, Type *base, Borrowed bases)
{
    Value undo = list_new(rt, 0);
    if (!undo)
        return false;
    Value old_bases = type->bases;
    Type *old_base = type->base;
    class_tree_remove(rt, type);
    type->bases = retain(bases);
    type->base = base;
    object_retain(&base->head);
    bool done = class_tree_add(rt, type) && recompute(rt, type, undo);
    if (!done) {
        give_back(rt, undo);
        class_tree_remove(rt, type);
        Value failed = type->bases;
        type->bases = old_bases;
        type->base = old_base;
        old_bases = failed;
        old_base = base;
        if (!class_tree_add(rt, type))
            done = false;
    } else {
        slots_refill(rt, type);
    }
    type_modified(rt, type);
    release(rt, old_bases);
    release(rt, type_value(old_base));
    release(rt, undo);
    return done;
}

bool class_set_bases(Runtime *rt, Type *type, Borrowed bases)
{
    if (!check_new_bases(rt, type, bases))
        return false;
    Type *base = class_best_base(rt, bases);
    if (!base)
        return false;
    if (!class_check_same(rt, "__bases__", base, type->base))
        return false;
    return change_bases(rt, type, base, bases);
}
