/* The algebra of sets: methods and operators of set and frozenset, and the iterator. */
#include "types/instance.h"
#include "types/set_parts.h"
#include "object/budget.h"
#include "object/arguments.h"
#include "types/dict_parts.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"

/* The live entry at *SLOT or after it, retained; false: no more. */
static bool next_entry(Borrowed set, int64_t *slot, SetEntry *entry)
{
    int64_t at = set_next_slot(set_of(set), *slot);
    if (at < 0)
        return false;
    *entry = set_of(set)->entries[at];
    retain(entry->key);
    *slot = at + 1;
    return true;
}

/* -- relations */

int set_is_subset(Runtime *rt, Borrowed set, Borrowed other)
{
    if (set_count(set) > set_count(other))
        return 0;
    SetEntry entry;
    int result = 1;
    for (int64_t slot = 0; result == 1 && next_entry(set, &slot, &entry);) {
        result = charge_loop(rt, slot) ? set_contains_hashed(rt, other, entry.key, entry.hash) : -1;
        release(rt, entry.key);
    }
    return result;
}

static int sets_equal(Runtime *rt, Borrowed a, Borrowed b)
{
    if (set_count(a) != set_count(b))
        return 0;
    if (object_has_type_flag(a, TYPE_IS_FROZENSET) && object_has_type_flag(b, TYPE_IS_FROZENSET)
        && set_of(a)->hash != -1 && set_of(b)->hash != -1 && set_of(a)->hash != set_of(b)->hash)
        return 0;
    return set_is_subset(rt, a, b);
}

Owned set_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_set(self) || !value_is_set(other))
        return NOT_IMPLEMENTED;
    int result = 0;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE: result = sets_equal(rt, self, other); break;
    case COMPARE_LE: result = set_is_subset(rt, self, other); break;
    case COMPARE_GE: result = set_is_subset(rt, other, self); break;
    case COMPARE_LT: result = set_count(self) < set_count(other) ? set_is_subset(rt, self, other) : 0; break;
    case COMPARE_GT: result = set_count(self) > set_count(other) ? set_is_subset(rt, other, self) : 0; break;
    }
    return result < 0 ? NULL : bool_value(op == COMPARE_NE ? !result : result);
}

/* -- intersection */

static bool intersect_sets(Runtime *rt, Borrowed result, Borrowed small, Borrowed large)
{
    SetEntry entry;
    bool fine = true;
    for (int64_t slot = 0; fine && next_entry(small, &slot, &entry);) {
        int there = charge_loop(rt, slot) ? set_contains_hashed(rt, large, entry.key, entry.hash) : -1;
        fine = there >= 0 && (!there || set_add_hashed(rt, result, entry.key, entry.hash));
        release(rt, entry.key);
    }
    return fine;
}

static bool intersect_iterable(Runtime *rt, Borrowed result, Borrowed set, Borrowed iterable)
{
    Value iterator = get_iter(rt, iterable), item;
    if (!iterator)
        return false;
    bool fine = true;
    while (fine && (item = iter_next(rt, iterator))) {
        int64_t hash;
        fine = key_hash(rt, item, &hash);
        if (fine) {
            int there = set_contains_hashed(rt, set, item, hash);
            fine = there >= 0 && (!there || set_add_hashed(rt, result, item, hash));
        }
        release(rt, item);
    }
    release(rt, iterator);
    return fine && !error_pending(rt);
}

Owned set_intersection(Runtime *rt, Borrowed set, Borrowed other)
{
    if (set == other)
        return set_copy_kind(rt, set);
    bool frozen = object_has_type_flag(set, TYPE_IS_FROZENSET);
    Value result = set_make(rt, frozen ? rt->frozenset_type : rt->set_type, NULL);
    if (!result)
        return NULL;
    bool fine;
    if (!value_is_set(other))
        fine = intersect_iterable(rt, result, set, other);
    else if (set_count(other) > set_count(set))
        fine = intersect_sets(rt, result, set, other);
    else
        fine = intersect_sets(rt, result, other, set);
    if (fine)
        return result;
    release(rt, result);
    return NULL;
}

/* -- difference */

static bool discard_all(Runtime *rt, Borrowed set, Borrowed iterable)
{
    Value iterator = get_iter(rt, iterable), item;
    if (!iterator)
        return false;
    bool fine = true, was_there;
    while (fine && (item = iter_next(rt, iterator))) {
        int64_t hash;
        fine = key_hash(rt, item, &hash) && set_discard_hashed(rt, set, item, hash, &was_there);
        release(rt, item);
    }
    release(rt, iterator);
    return fine && !error_pending(rt);
}

/* A table with many deleted marks is made anew. */
static bool rebuild_if_sparse(Runtime *rt, Set *s)
{
    if (s->mask < 0 || (uint64_t)(s->fill - s->count) <= (uint64_t)s->mask / 4)
        return true;
    return set_resize(rt, s, s->count > 50000 ? s->count * 2 : s->count * 4);
}

bool set_difference_update(Runtime *rt, Borrowed set, Borrowed other)
{
    if (set == other) {
        set_clear(rt, set);
        return true;
    }
    bool fine = true, was_there;
    if (value_is_set(other)) {
        /* Of a much larger one only what both have matters. */
        Value walked = other;
        if (set_count(other) >> 3 > set_count(set)) {
            walked = set_intersection(rt, set, other);
            if (!walked)
                return false;
        } else {
            retain(walked);
        }
        SetEntry entry;
        for (int64_t slot = 0; fine && next_entry(walked, &slot, &entry);) {
            fine = set_discard_hashed(rt, set, entry.key, entry.hash, &was_there);
            release(rt, entry.key);
        }
        release(rt, walked);
    } else {
        fine = discard_all(rt, set, other);
    }
    return fine && rebuild_if_sparse(rt, set_of(set));
}

/* A new set of the kind of SET without what OTHER, a set or a dict, has. */
static Owned difference_by_look_up(Runtime *rt, Borrowed set, Borrowed other)
{
    bool frozen = object_has_type_flag(set, TYPE_IS_FROZENSET), dict = !value_is_set(other);
    Value result = set_make(rt, frozen ? rt->frozenset_type : rt->set_type, NULL);
    SetEntry entry;
    bool fine = result != NULL;
    for (int64_t slot = 0; fine && next_entry(set, &slot, &entry);) {
        int there;
        if (dict) {
            int64_t position = dict_find(rt, dict_of(other), entry.key, entry.hash);
            there = position == -2 ? -1 : position >= 0;
        } else {
            there = set_contains_hashed(rt, other, entry.key, entry.hash);
        }
        fine = there >= 0 && (there || set_add_hashed(rt, result, entry.key, entry.hash)) && charge_loop(rt, slot);
        release(rt, entry.key);
    }
    if (fine)
        return result;
    release(rt, result);
    return NULL;
}

static Owned difference_by_copy(Runtime *rt, Borrowed set, Borrowed other)
{
    Value result = set_copy_kind(rt, set);
    if (!result || set_difference_update(rt, result, other))
        return result;
    release(rt, result);
    return NULL;
}

static Owned set_difference(Runtime *rt, Borrowed set, Borrowed other)
{
    bool dict = object_is_exactly(other, rt->dict_type);
    if (!dict && !value_is_set(other))
        return difference_by_copy(rt, set, other);
    int64_t count = dict ? dict_count(other) : set_count(other);
    if (set_count(set) >> 2 > count)
        return difference_by_copy(rt, set, other);
    return difference_by_look_up(rt, set, other);
}

/* -- symmetric difference */

static bool toggle(Runtime *rt, Borrowed set, Borrowed item, int64_t hash)
{
    bool was_there;
    return set_discard_hashed(rt, set, item, hash, &was_there)
        && (was_there || set_add_hashed(rt, set, item, hash));
}

bool set_symmetric_difference_update(Runtime *rt, Borrowed set, Borrowed other)
{
    if (set == other) {
        set_clear(rt, set);
        return true;
    }
    Value toggled = value_is_set(other) ? retain(other) : set_new(rt, other);
    if (!toggled)
        return false;
    bool fine = true;
    SetEntry entry;
    for (int64_t slot = 0; fine && next_entry(toggled, &slot, &entry);) {
        fine = toggle(rt, set, entry.key, entry.hash);
        release(rt, entry.key);
    }
    release(rt, toggled);
    return fine;
}

/* -- operators */

static bool both_sets(Borrowed left, Borrowed right) { return value_is_set(left) && value_is_set(right); }

Owned set_binary_or(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!both_sets(left, right))
        return NOT_IMPLEMENTED;
    Value result = set_copy_kind(rt, left);
    if (!result || left == right || set_update(rt, result, right))
        return result;
    release(rt, result);
    return NULL;
}

Owned set_binary_and(Runtime *rt, Borrowed left, Borrowed right)
{
    return both_sets(left, right) ? set_intersection(rt, left, right) : NOT_IMPLEMENTED;
}

Owned set_binary_sub(Runtime *rt, Borrowed left, Borrowed right)
{
    return both_sets(left, right) ? set_difference(rt, left, right) : NOT_IMPLEMENTED;
}

/* Made from the right one, toggled by the left, of the kind of the left. */
static Owned set_symmetric_difference(Runtime *rt, Borrowed set, Borrowed other)
{
    bool frozen = object_has_type_flag(set, TYPE_IS_FROZENSET);
    Value result = set_make(rt, frozen ? rt->frozenset_type : rt->set_type, other);
    if (!result || set_symmetric_difference_update(rt, result, set))
        return result;
    release(rt, result);
    return NULL;
}

Owned set_binary_xor(Runtime *rt, Borrowed left, Borrowed right)
{
    return both_sets(left, right) ? set_symmetric_difference(rt, left, right) : NOT_IMPLEMENTED;
}

static bool intersection_update(Runtime *rt, Borrowed self, Borrowed other)
{
    Value result = set_intersection(rt, self, other);
    if (!result)
        return false;
    set_swap(set_of(self), set_of(result));
    release(rt, result);
    return true;
}

Owned set_inplace_or(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!value_is_set(right))
        return NOT_IMPLEMENTED;
    return set_update(rt, left, right) ? retain(left) : NULL;
}

Owned set_inplace_and(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!value_is_set(right))
        return NOT_IMPLEMENTED;
    return intersection_update(rt, left, right) ? retain(left) : NULL;
}

Owned set_inplace_sub(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!value_is_set(right))
        return NOT_IMPLEMENTED;
    return set_difference_update(rt, left, right) ? retain(left) : NULL;
}

Owned set_inplace_xor(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!value_is_set(right))
        return NOT_IMPLEMENTED;
    return set_symmetric_difference_update(rt, left, right) ? retain(left) : NULL;
}

/* -- methods */

static bool no_keywords(Runtime *rt, Borrowed self, const char *name, Borrowed keywords)
{
    const char *type = object_has_type_flag(self, TYPE_IS_FROZENSET) ? "frozenset" : "set";
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%s.%s() takes no keyword arguments", type, name);
    return true;
}

static Owned add(Runtime *rt, Borrowed self, const Value *args)
{
    return set_add(rt, self, args[0]) ? NONE : NULL;
}

static Owned discard(Runtime *rt, Borrowed self, const Value *args)
{
    bool was_there;
    return set_discard(rt, self, args[0], &was_there) ? NONE : NULL;
}

static Owned remove_item(Runtime *rt, Borrowed self, const Value *args)
{
    bool was_there;
    if (!set_discard(rt, self, args[0], &was_there))
        return NULL;
    return was_there ? NONE : raise_key_error(rt, args[0]);
}

static Owned pop(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value item = set_pop(rt, self);
    return item ? item : raise(rt, rt->KeyError, "pop from an empty set");
}

static Owned clear(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    set_clear(rt, self);
    return NONE;
}

static Owned copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    if (object_is_exactly(self, rt->frozenset_type))
        return retain(self);
    return set_copy_kind(rt, self);
}

static Owned update(CALL_PARAMETERS)
{
    if (!no_keywords(rt, self, "update", keywords))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (!set_update(rt, self, args[i]))
            return NULL;
    return NONE;
}

static Owned union_of(CALL_PARAMETERS)
{
    if (!no_keywords(rt, self, "union", keywords))
        return NULL;
    Value result = set_copy_kind(rt, self);
    for (size_t i = 0; result && i < count; i++) {
        if (args[i] != self && !set_update(rt, result, args[i])) {
            release(rt, result);
            return NULL;
        }
    }
    return result;
}

static Owned intersection_many(Runtime *rt, Borrowed self, const Value *args, size_t count)
{
    if (count == 0)
        return set_copy_kind(rt, self);
    Value result = retain(self);
    for (size_t i = 0; result && i < count; i++) {
        Value next = set_intersection(rt, result, args[i]);
        release(rt, result);
        result = next;
    }
    return result;
}

static Owned intersection(CALL_PARAMETERS)
{
    return no_keywords(rt, self, "intersection", keywords) ? intersection_many(rt, self, args, count) : NULL;
}

static Owned intersection_update_method(CALL_PARAMETERS)
{
    if (!no_keywords(rt, self, "intersection_update", keywords))
        return NULL;
    Value result = intersection_many(rt, self, args, count);
    if (!result)
        return NULL;
    set_swap(set_of(self), set_of(result));
    release(rt, result);
    return NONE;
}

static Owned difference(CALL_PARAMETERS)
{
    if (!no_keywords(rt, self, "difference", keywords))
        return NULL;
    if (count == 0)
        return set_copy_kind(rt, self);
    Value result = set_difference(rt, self, args[0]);
    for (size_t i = 1; result && i < count; i++) {
        if (!set_difference_update(rt, result, args[i])) {
            release(rt, result);
            return NULL;
        }
    }
    return result;
}

static Owned difference_update(CALL_PARAMETERS)
{
    if (!no_keywords(rt, self, "difference_update", keywords))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (!set_difference_update(rt, self, args[i]))
            return NULL;
    return NONE;
}

static Owned symmetric_difference(Runtime *rt, Borrowed self, const Value *args)
{
    return set_symmetric_difference(rt, self, args[0]);
}

static Owned symmetric_difference_update(Runtime *rt, Borrowed self, const Value *args)
{
    return set_symmetric_difference_update(rt, self, args[0]) ? NONE : NULL;
}

/* A set with the items of V: V itself when it is one. */
static Owned as_set(Runtime *rt, Borrowed v) { return value_is_set(v) ? retain(v) : set_new(rt, v); }

static Owned issubset(Runtime *rt, Borrowed self, const Value *args)
{
    Value other = as_set(rt, args[0]);
    int result = other ? set_is_subset(rt, self, other) : -1;
    release(rt, other);
    return result < 0 ? NULL : bool_value(result);
}

/* All items of the iterable are in SELF. */
static Owned issuperset(Runtime *rt, Borrowed self, const Value *args)
{
    if (value_is_set(args[0])) {
        int result = set_is_subset(rt, args[0], self);
        return result < 0 ? NULL : bool_value(result);
    }
    Value iterator = get_iter(rt, args[0]), item;
    if (!iterator)
        return NULL;
    int there = 1;
    while (there == 1 && (item = iter_next(rt, iterator))) {
        int64_t hash;
        there = key_hash(rt, item, &hash) ? set_contains_hashed(rt, self, item, hash) : -1;
        release(rt, item);
    }
    release(rt, iterator);
    return error_pending(rt) ? NULL : bool_value(there);
}

static Owned isdisjoint(Runtime *rt, Borrowed self, const Value *args)
{
    Value other = args[0], item;
    if (self == other)
        return bool_value(set_count(self) == 0);
    if (is_set_exactly(rt, other) && set_count(other) > set_count(self)) {
        other = self;
        self = args[0];
    }
    Value iterator = get_iter(rt, other);
    if (!iterator)
        return NULL;
    int there = 0;
    while (!there && (item = iter_next(rt, iterator))) {
        int64_t hash;
        there = key_hash(rt, item, &hash) ? set_contains_hashed(rt, self, item, hash) : -1;
        release(rt, item);
    }
    release(rt, iterator);
    return error_pending(rt) ? NULL : bool_value(!there);
}

static Owned reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value list = sequence_list(rt, self), result = NULL;
    if (!list)
        return NULL;
    Value state = call_method(rt, self, rt->names.__getstate__, NULL, 0);
    if (state)
        result = reduce_three(rt, type_value(value_type(rt, self)), list, state);
    release(rt, state);
    release(rt, list);
    return result;
}

#define COMMON_METHODS \
    METHOD("copy", copy, "()", "Return a shallow copy."), \
    RAW_METHOD("union", union_of, NULL, "A new set with the items of this one and all others."), \
    RAW_METHOD("intersection", intersection, NULL, "A new set with the items that this one and all others have."), \
    RAW_METHOD("difference", difference, NULL, "A new set with the items that no other has."), \
    METHOD("symmetric_difference", symmetric_difference, "(other, /)", \
           "A new set with the items that exactly one of the two has."), \
    METHOD("issubset", issubset, "(other, /)", "Whether another has all items of this one."), \
    METHOD("issuperset", issuperset, "(other, /)", "Whether this one has all items of another."), \
    METHOD("isdisjoint", isdisjoint, "(other, /)", "Whether the two have no item in common."), \
    METHOD("__reduce__", reduce, "()", "State for pickling."), \
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."), \
    CLASS_GETITEM

const MethodDef set_methods[] = {
    METHOD("add", add, "(item, /)", "Add an item; no effect when it is there already."),
    METHOD("discard", discard, "(item, /)", "Remove an item if it is there."),
    METHOD("remove", remove_item, "(item, /)", "Remove an item; KeyError when it is not there."),
    METHOD("pop", pop, "()", "Remove some item and return it; KeyError when the set is empty."),
    METHOD("clear", clear, "()", "Remove all items."),
    RAW_METHOD("update", update, NULL, "Add the items of all others."),
    RAW_METHOD("intersection_update", intersection_update_method, NULL, "Keep the items that all others have."),
    RAW_METHOD("difference_update", difference_update, NULL, "Remove the items of all others."),
    METHOD("symmetric_difference_update", symmetric_difference_update, "(other, /)",
           "Keep the items that exactly one of the two has."),
    COMMON_METHODS,
    {0},
};

const MethodDef frozenset_methods[] = { COMMON_METHODS, {0} };

/* -- iterator */

typedef struct SetIterator {
    Object head;
    Value set;                  /* NULL: exhausted */
    int64_t count;              /* of the set when the walk began; -1: seen to change */
    int64_t slot;
    int64_t left;
} SetIterator;

Owned set_iter(Runtime *rt, Borrowed self)
{
    SetIterator *it = object_make(rt, rt->set_iterator_type);
    if (!it)
        return NULL;
    it->set = retain(self);
    it->count = it->left = set_count(self);
    return object_tracked(rt, it);
}

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    SetIterator *it = (SetIterator *)self;
    if (!it->set)
        return NULL;
    if (it->count != set_count(it->set)) {
        it->count = -1;
        return raise(rt, rt->RuntimeError, "Set changed size during iteration");
    }
    int64_t slot = set_next_slot(set_of(it->set), it->slot);
    if (slot < 0) {
        value_clear(rt, &it->set);
        return NULL;
    }
    it->slot = slot + 1;
    it->left--;
    return retain(set_of(it->set)->entries[slot].key);
}

static Owned length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    SetIterator *it = (SetIterator *)self;
    return small_int_value(it->set && it->count == set_count(it->set) ? it->left : 0);
}

static Owned iterator_reduce_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    SetIterator *it = (SetIterator *)self;
    Value function = builtin_peek(rt, "iter"), list = function ? list_new(rt, 0) : NULL;
    if (!list)
        return NULL;
    if (it->set && it->count != set_count(it->set))
        raise(rt, rt->RuntimeError, "Set changed size during iteration");
    for (int64_t slot = it->slot; it->set && !error_pending(rt);) {
        Value item;
        if (!set_next_peek(it->set, &slot, &item) || !list_append_steal(rt, list, retain(item)))
            break;
    }
    Value result = error_pending(rt) ? NULL : reduce_two(rt, function, list);
    release(rt, list);
    return result;
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", length_hint, "()", "How many items are left."),
    METHOD("__reduce__", iterator_reduce_method, "()", "State for pickling."),
    {0},
};

const TypeDef set_iterator_type_def = {
    .name = "set_iterator",
    .size = sizeof(SetIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = iterator_next },
    .methods = iterator_methods,
};
