/* Iterators over the keys, values and items of a dict, both ways. */
#include "types/dict_parts.h"
#include "types/list.h"
#include "types/tuple.h"

typedef struct DictIterator {
    Object head;
    Value dict;                 /* NULL: exhausted */
    Value result;               /* item iterators: the tuple to give out again when nobody kept it */
    int64_t count;              /* of the dict when the walk began; -1: it was seen to change */
    int64_t position;           /* in the entries */
    int64_t left;
} DictIterator;

Owned dict_iterator_new(Runtime *rt, Type *type, Borrowed dict, bool backward)
{
    DictIterator *it = object_make(rt, type);
    if (!it)
        return NULL;
    Dict *d = dict_of(dict);
    it->dict = retain(dict);
    it->count = it->left = d->count;
    it->position = backward ? (d->keys ? d->keys->used - 1 : -1) : 0;
    return object_tracked(rt, it);
}

Owned dict_iter(Runtime *rt, Borrowed self)
{
    return dict_iterator_new(rt, rt->dict_key_iterator_type, self, false);
}

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

/* The next entry, or NULL: exhausted or an exception. */
static const DictEntry *advance(Runtime *rt, DictIterator *it, bool backward)
{
    if (!it->dict)
        return NULL;
    Dict *d = dict_of(it->dict);
    if (unlikely(it->count != d->count)) {
        it->count = -1;
        return raise(rt, rt->RuntimeError, "dictionary changed size during iteration");
    }
    int64_t at = backward ? dict_previous_position(d, it->position) : dict_next_position(d, it->position);
    if (at >= 0 && likely(it->left > 0 || backward)) {
        it->position = backward ? at - 1 : at + 1;
        it->left--;
        return &d->keys->entries[at];
    }
    if (at >= 0)
        raise(rt, rt->RuntimeError, "dictionary keys changed during iteration");
    value_clear(rt, &it->dict);
    return NULL;
}

static Owned key_next(Runtime *rt, Borrowed self)
{
    const DictEntry *entry = advance(rt, (DictIterator *)self, false);
    return entry ? retain(entry->key) : NULL;
}

static Owned value_next(Runtime *rt, Borrowed self)
{
    const DictEntry *entry = advance(rt, (DictIterator *)self, false);
    return entry ? retain(entry->value) : NULL;
}

static Owned reverse_key_next(Runtime *rt, Borrowed self)
{
    const DictEntry *entry = advance(rt, (DictIterator *)self, true);
    return entry ? retain(entry->key) : NULL;
}

static Owned reverse_value_next(Runtime *rt, Borrowed self)
{
    const DictEntry *entry = advance(rt, (DictIterator *)self, true);
    return entry ? retain(entry->value) : NULL;
}

/* A pair in the tuple given out last, when nobody else has kept it. */
static Owned pair_for(Runtime *rt, DictIterator *it, Owned key, Owned value)
{
    Value pair = it->result;
    if (pair && value_object(pair)->count == 1) {
        Value *items = tuple_items(pair), old_key = items[0], old_value = items[1];
        items[0] = key;
        items[1] = value;
        retain(pair);
        release(rt, old_key);
        release(rt, old_value);
        gc_track(&rt->gc, value_object(pair));
        return pair;
    }
    Value fresh = tuple_pair_steal(rt, key, value);
    if (fresh)
        value_replace(rt, &it->result, retain(fresh));
    return fresh;
}

static Owned item_from(Runtime *rt, DictIterator *it, const DictEntry *entry)
{
    return entry ? pair_for(rt, it, retain(entry->key), retain(entry->value)) : NULL;
}

static Owned item_next(Runtime *rt, Borrowed self)
{
    return item_from(rt, (DictIterator *)self, advance(rt, (DictIterator *)self, false));
}

static Owned reverse_item_next(Runtime *rt, Borrowed self)
{
    return item_from(rt, (DictIterator *)self, advance(rt, (DictIterator *)self, true));
}

static Owned length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    DictIterator *it = (DictIterator *)self;
    return small_int_value(it->dict && it->count == dict_count(it->dict) ? it->left : 0);
}

/* (iter, (list of what is left,)); the iterator itself does not move. */
static Owned reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    DictIterator *it = (DictIterator *)self;
    DictIterator copy = *it;
    Value function = builtin_peek(rt, "iter"), list = function ? list_new(rt, 0) : NULL, item;
    if (!list)
        return NULL;
    Owned (*next)(Runtime *, Borrowed) = value_type(rt, self)->slots->next;
    while ((item = next(rt, self))) {
        if (!list_append_steal(rt, list, item))
            break;
        /* Exhausting it would drop the dict: keep that for putting it back. */
        if (it->left <= 0)
            break;
    }
    if (it->dict) {
        it->count = copy.count;
        it->position = copy.position;
        it->left = copy.left;
    }
    Value result = error_pending(rt) ? NULL : reduce_two(rt, function, list);
    release(rt, list);
    return result;
}

static const MethodDef methods[] = {
    METHOD("__length_hint__", length_hint, "()", "How many items are left."),
    METHOD("__reduce__", reduce, "()", "State for pickling."),
    {0},
};

#define ITERATOR(variable, name_, next_) \
    const TypeDef variable = { \
        .name = name_, \
        .size = sizeof(DictIterator), \
        .flags = TYPE_CONTAINER | TYPE_NO_NEW, \
        VALUES_TYPE(2), \
        .slots = { .iter = self_iter, .next = next_ }, \
        .methods = methods, \
    }

ITERATOR(dict_key_iterator_type_def, "dict_keyiterator", key_next);
ITERATOR(dict_value_iterator_type_def, "dict_valueiterator", value_next);
ITERATOR(dict_item_iterator_type_def, "dict_itemiterator", item_next);
ITERATOR(dict_reverse_key_iterator_type_def, "dict_reversekeyiterator", reverse_key_next);
ITERATOR(dict_reverse_value_iterator_type_def, "dict_reversevalueiterator", reverse_value_next);
ITERATOR(dict_reverse_item_iterator_type_def, "dict_reverseitemiterator", reverse_item_next);
