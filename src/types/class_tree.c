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

static void remove_from_all(Type *type, Borrowed bases)
{
    for (int64_t i = 0; i < tuple_count(bases); i++)
        remove_from((Type *)tuple_item_peek(bases, i), type);
}

static bool add_to_all(Runtime *rt, Type *type, Borrowed bases)
{
    for (int64_t i = 0; i < tuple_count(bases); i++) {
        if (!add_to(rt, (Type *)tuple_item_peek(bases, i), type)) {
            remove_from_all(type, bases);
            return false;
        }
    }
    return true;
}

bool class_tree_add(Runtime *rt, Type *type)
{
    return type->bases ? add_to_all(rt, type, type->bases) : add_to(rt, type->base, type);
}

void class_tree_remove(Runtime *rt, Type *type)
{
    (void)rt;
    if (type->bases)
        remove_from_all(type, type->bases);
    else if (type->base)
        remove_from(type->base, type);
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

/* With an mro() of its own a class may have bases that its mro does not show. */
static bool derives_through_bases(const Type *type, const Type *base)
{
    while (type && type != base)
        type = type->base;
    return type != NULL;
}

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
        if (type_is_subtype((Type *)base, type) || derives_through_bases((Type *)base, type))
            return raise(rt, rt->TypeError, "a __bases__ item causes an inheritance cycle");
    }
    return true;
}

/* The new mro of TYPE and of what derives from it; UNDO lists (type, new, old).  An
 * mro() in Python may change bases itself: what it has set then is the newest. */
static bool recompute(Runtime *rt, Type *type, Borrowed undo)
{
    Value old = retain(type->mro), mro = class_mro(rt, type);
    bool good = mro != NULL;
    if (good && type->mro == old) {
        Value entry = tuple_pack(rt, 3, type_value(type), mro, old ? old : NONE);
        good = entry && list_append(rt, undo, entry);
        release(rt, entry);
        if (good)
            value_replace(rt, &type->mro, retain(mro));
    }
    release(rt, mro);
    release(rt, old);
    for (size_t i = 0; good && type->subclasses && i < type->subclasses->count; i++)
        good = recompute(rt, type->subclasses->items[i], undo);
    return good;
}

static void give_back(Runtime *rt, Borrowed undo)
{
    for (int64_t i = list_count(undo); i-- > 0;) {
        Value entry = list_item_peek(undo, i), old = tuple_item_peek(entry, 2);
        Type *type = (Type *)tuple_item_peek(entry, 0);
        if (type->mro == tuple_item_peek(entry, 1))
            value_replace(rt, &type->mro, old == NONE ? NULL : retain(old));
    }
}

/* The lists of subclasses follow, unless the bases have been changed once more meanwhile. */
static bool settle(Runtime *rt, Type *type, Borrowed old_bases, Borrowed bases)
{
    if (type->bases != bases)
        return true;
    if (!add_to_all(rt, type, bases))
        return false;
    remove_from_all(type, old_bases);
    return true;
}

static bool change_bases(Runtime *rt, Type *type, Type *base, Borrowed bases)
{
    Value undo = list_new(rt, 0);
    if (!undo)
        return false;
    Value old_bases = type->bases, old_base = type_value(type->base);
    type->bases = retain(bases);
    type->base = base;
    object_retain(&base->head);
    bool done = recompute(rt, type, undo) && settle(rt, type, old_bases, bases);
    if (!done) {
        give_back(rt, undo);
        if (type->bases == bases) {
            Value failed = type->bases;
            type->bases = old_bases;
            type->base = (Type *)old_base;
            old_bases = failed;
            old_base = type_value(base);
        }
    }
    type_modified(rt, type);
    slots_refill(rt, type);
    release(rt, old_bases);
    release(rt, old_base);
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
    return class_check_same(rt, "__bases__", base, type->base) && change_bases(rt, type, base, bases);
}
