/* The methods of dict, update and merge, text and comparison. */
#include "types/dict_parts.h"
#include "object/budget.h"
#include "object/arguments.h"
#include "types/instance.h"
#include "types/list.h"
#include "types/set_parts.h"
#include "types/tuple.h"
#include "types/walk.h"

/* -- merge */

bool dict_is_plain(Runtime *rt, Borrowed other)
{
    return object_is_exactly(other, rt->dict_type)
        || (value_is_dict(other) && object_type(value_object(other))->slots->iter == dict_iter);
}

static bool set_unless_there(Runtime *rt, Borrowed dict, Borrowed key, int64_t hash, Borrowed value, bool override)
{
    if (!override) {
        int64_t position = dict_find(rt, dict_of(dict), key, hash);
        if (position != -1)
            return position >= 0;
    }
    return dict_set_hashed(rt, dict, key, hash, value);
}

static bool has_container(Runtime *rt, Dict *d)
{
    for (int64_t i = 0; i < d->keys->used; i++)
        if (value_needs_tracking(rt, d->keys->entries[i].value) || value_needs_tracking(rt, d->keys->entries[i].key))
            return true;
    return false;
}

/* An empty dict takes the other's entries as they are. */
static bool fill_empty(Runtime *rt, Dict *d, Dict *other)
{
    Value copy = dict_copy_entries(rt, other);
    if (!copy)
        return false;
    DictKeys *keys = d->keys;
    int64_t count = d->count;
    d->keys = dict_of(copy)->keys;
    d->count = dict_of(copy)->count;
    d->version = ++rt->dict_version;
    dict_of(copy)->keys = keys;
    dict_of(copy)->count = count;
    if (gc_is_tracked(value_object(copy)) && has_container(rt, d))
        gc_track(&rt->gc, &d->head);
    release(rt, copy);
    return true;
}

static bool merge_dict(Runtime *rt, Borrowed dict, Borrowed other, bool override)
{
    Dict *from = dict_of(other);
    if (from == dict_of(dict) || from->count == 0)
        return true;
    if (dict_of(dict)->count == 0)
        return fill_empty(rt, dict_of(dict), from);
    int64_t count = from->count, position = 0;
    Value key, value;
    while (dict_next_peek(other, &position, &key, &value)) {
        int64_t hash = dict_entry_hash(from, position - 1);
        retain(key);
        retain(value);
        bool fine = charge_loop(rt, position) && set_unless_there(rt, dict, key, hash, value, override);
        release(rt, key);
        release(rt, value);
        if (!fine)
            return false;
        if (from->count != count)
            return raise(rt, rt->RuntimeError, "dict mutated during update");
    }
    return true;
}

static bool merge_key(Runtime *rt, Borrowed dict, Borrowed mapping, Borrowed key, bool override)
{
    if (!override) {
        bool there;
        if (!dict_contains(rt, dict, key, &there))
            return false;
        if (there)
            return true;
    }
    Value value = get_item(rt, mapping, key);
    if (!value)
        return false;
    bool fine = dict_set(rt, dict, key, value);
    release(rt, value);
    return fine;
}

static bool merge_mapping(Runtime *rt, Borrowed dict, Borrowed mapping, bool override)
{
    Value keys = call_method(rt, mapping, rt->names.keys, NULL, 0);
    if (!keys)
        return false;
    Value iterator = get_iter(rt, keys), key;
    release(rt, keys);
    if (!iterator)
        return false;
    bool fine = true;
    while (fine && (key = iter_next(rt, iterator))) {
        fine = merge_key(rt, dict, mapping, key, override);
        release(rt, key);
    }
    release(rt, iterator);
    return fine && !error_pending(rt);
}

bool dict_merge(Runtime *rt, Borrowed dict, Borrowed mapping, bool override)
{
    return dict_is_plain(rt, mapping) ? merge_dict(rt, dict, mapping, override)
                                      : merge_mapping(rt, dict, mapping, override);
}

/* ITEM is a sequence of key and value. */
static bool set_pair(Runtime *rt, Borrowed dict, Borrowed item, int64_t number)
{
    if (likely(object_is_exactly(item, rt->tuple_type) && tuple_count(item) == 2))
        return dict_set(rt, dict, tuple_item_peek(item, 0), tuple_item_peek(item, 1));
    Value pair = sequence_tuple(rt, item);
    if (!pair) {
        if (error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "cannot convert dictionary update sequence element #%zd to a sequence", number);
        return false;
    }
    bool fine;
    if (tuple_count(pair) == 2)
        fine = dict_set(rt, dict, tuple_item_peek(pair, 0), tuple_item_peek(pair, 1));
    else
        fine = raise(rt, rt->ValueError,
                     "dictionary update sequence element #%zd has length %zd; 2 is required",
                     number, tuple_count(pair));
    release(rt, pair);
    return fine;
}

static bool merge_pairs(Runtime *rt, Borrowed dict, Borrowed pairs)
{
    Walk w;
    Value item;
    if (!walk_open(rt, &w, pairs))
        return false;
    bool fine = true;
    for (int64_t number = 0; fine && (item = walk_next(rt, &w)); number++) {
        fine = set_pair(rt, dict, item, number);
        release(rt, item);
    }
    return walk_close(rt, &w) && fine;
}

bool dict_update(Runtime *rt, Borrowed dict, Borrowed other)
{
    if (object_is_exactly(other, rt->dict_type))
        return merge_dict(rt, dict, other, true);
    if (object_is_exactly(other, rt->list_type) || object_is_exactly(other, rt->zip_type))
        return merge_pairs(rt, dict, other);
    Value keys = get_attribute_or_null(rt, other, rt->names.keys);
    if (keys) {
        release(rt, keys);
        return dict_merge(rt, dict, other, true);
    }
    return !error_pending(rt) && merge_pairs(rt, dict, other);
}

/* -- lists of the content */

enum { KEYS, VALUES, ITEMS };

static Owned entry_part(Runtime *rt, const DictEntry *entry, int what)
{
    if (what == ITEMS)
        return tuple_pair_steal(rt, retain(entry->key), retain(entry->value));
    return retain(what == KEYS ? entry->key : entry->value);
}

static Owned content_list(Runtime *rt, Borrowed dict, int what)
{
    Dict *d = dict_of(dict);
again:;
    int64_t count = d->count;
    Value list = charge_items(rt, 2 * count) ? list_new(rt, count) : NULL;
    if (!list)
        return NULL;
    for (int64_t at = 0; (at = dict_next_position(d, at)) >= 0; at++) {
        Value item = entry_part(rt, &d->keys->entries[at], what);
        if (!item || !list_append_steal(rt, list, item)) {
            release(rt, list);
            return NULL;
        }
    }
    /* An allocation may have run a finalizer that changed the dict. */
    if (unlikely(count != d->count)) {
        release(rt, list);
        goto again;
    }
    return list;
}

Owned dict_keys_list(Runtime *rt, Borrowed dict) { return content_list(rt, dict, KEYS); }
Owned dict_values_list(Runtime *rt, Borrowed dict) { return content_list(rt, dict, VALUES); }
Owned dict_items_list(Runtime *rt, Borrowed dict) { return content_list(rt, dict, ITEMS); }

/* -- text and comparison */

static bool write_entry(StrBuilder *b, Borrowed key, Borrowed value, bool first)
{
    return (first || builder_text(b, ", ")) && builder_repr(b, key) && builder_text(b, ": ")
        && builder_repr(b, value);
}

Owned dict_repr(Runtime *rt, Borrowed self)
{
    if (dict_count(self) == 0)
        return str_from_text(rt, "{}");
    int state = repr_enter(rt, self);
    if (state)
        return state < 0 ? NULL : str_from_text(rt, "{...}");
    StrBuilder b;
    builder_open(&b, rt);
    builder_text(&b, "{");
    bool fine = true, first = true;
    Value key, value;
    for (int64_t position = 0; fine && dict_next_peek(self, &position, &key, &value); first = false) {
        retain(key);
        retain(value);
        fine = write_entry(&b, key, value, first);
        release(rt, key);
        release(rt, value);
    }
    repr_leave(rt, self);
    if (!fine) {
        builder_close(&b);
        return NULL;
    }
    builder_text(&b, "}");
    return builder_finish(&b);
}

/* The entry KEY: VALUE is in OTHER too; -1: error. */
static int has_entry(Runtime *rt, Dict *other, Borrowed key, int64_t hash, Borrowed value)
{
    int64_t position = dict_find(rt, other, key, hash);
    if (position < 0)
        return position == -1 ? 0 : -1;
    Value found = retain(other->keys->entries[position].value);
    int equal = values_equal(rt, found, value);
    release(rt, found);
    return equal;
}

static int dict_equal(Runtime *rt, Borrowed self, Borrowed other)
{
    if (dict_count(self) != dict_count(other))
        return 0;
    int equal = 1;
    Value key, value;
    for (int64_t position = 0; equal == 1 && dict_next_peek(self, &position, &key, &value);) {
        int64_t hash = dict_entry_hash(dict_of(self), position - 1);
        retain(key);
        retain(value);
        equal = charge_loop(rt, position) ? has_entry(rt, dict_of(other), key, hash, value) : -1;
        release(rt, key);
        release(rt, value);
    }
    return equal;
}

Owned dict_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_dict(self) || !value_is_dict(other) || (op != COMPARE_EQ && op != COMPARE_NE))
        return NOT_IMPLEMENTED;
    int equal = dict_equal(rt, self, other);
    return equal < 0 ? NULL : bool_value(equal == (op == COMPARE_EQ));
}

Owned dict_or(Runtime *rt, Borrowed left, Borrowed right)
{
    if (!value_is_dict(left) || !value_is_dict(right))
        return NOT_IMPLEMENTED;
    Value result = dict_is_plain(rt, left) ? dict_copy(rt, left) : dict_new(rt);
    if (!result)
        return NULL;
    if ((dict_is_plain(rt, left) || dict_merge(rt, result, left, true)) && dict_update(rt, result, right))
        return result;
    release(rt, result);
    return NULL;
}

Owned dict_inplace_or(Runtime *rt, Borrowed self, Borrowed other)
{
    return dict_update(rt, self, other) ? retain(self) : NULL;
}

/* -- methods */

static Owned get(Runtime *rt, Borrowed self, const Value *args)
{
    Value found;
    if (!dict_lookup_owned(rt, self, args[0], &found))
        return NULL;
    return found ? found : retain(args[1] ? args[1] : NONE);
}

static Owned setdefault(Runtime *rt, Borrowed self, const Value *args)
{
    Value found;
    return dict_set_default(rt, self, args[0], args[1] ? args[1] : NONE, &found) ? found : NULL;
}

static Owned pop(Runtime *rt, Borrowed self, const Value *args)
{
    Value taken = NULL;
    if (dict_count(self) && !dict_pop(rt, self, args[0], &taken))
        return NULL;
    if (taken)
        return taken;
    return args[1] ? retain(args[1]) : raise_key_error(rt, args[0]);
}

static Owned popitem(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value pair = tuple_new(rt, 2);
    if (!pair)
        return NULL;
    Dict *d = dict_of(self);
    if (d->count == 0) {
        release(rt, pair);
        return raise(rt, rt->KeyError, "popitem(): dictionary is empty");
    }
    dict_take_last(rt, d, &tuple_items(pair)[0], &tuple_items(pair)[1]);
    return tuple_done(rt, pair);
}

static Owned update(CALL_PARAMETERS)
{
    if (!positional_count(rt, "update", count, 0, 1))
        return NULL;
    if (count && !dict_update(rt, self, args[0]))
        return NULL;
    for (int64_t i = 0; keywords && i < tuple_count(keywords); i++)
        if (!dict_set(rt, self, tuple_item_peek(keywords, i), args[count + (size_t)i]))
            return NULL;
    return NONE;
}

static Owned clear(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    dict_clear(rt, self);
    return NONE;
}

static Owned copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_copy(rt, self);
}

static Owned keys(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_view_new(rt, rt->dict_keys_type, self);
}

static Owned values(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_view_new(rt, rt->dict_values_type, self);
}

static Owned items(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_view_new(rt, rt->dict_items_type, self);
}

static Owned reversed_keys(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return dict_iterator_new(rt, rt->dict_reverse_key_iterator_type, self, true);
}

/* The keys of a set or dict, whose hashes are known. */
static bool fill_from_hashed(Runtime *rt, Borrowed dict, Borrowed keys, Borrowed value)
{
    bool set = value_is_set(keys), fine = true;
    int64_t count = set ? set_count(keys) : dict_count(keys);
    Value key;
    for (int64_t at = 0; fine && (set ? set_next_peek(keys, &at, &key) : dict_next_peek(keys, &at, &key, NULL));) {
        int64_t hash = set ? set_of(keys)->entries[at - 1].hash : dict_entry_hash(dict_of(keys), at - 1);
        retain(key);
        fine = dict_set_hashed(rt, dict, key, hash, value);
        release(rt, key);
        if (fine && count != (set ? set_count(keys) : dict_count(keys)))
            fine = raise(rt, rt->RuntimeError, "%s changed size during iteration", set ? "Set" : "dictionary");
    }
    return fine;
}

static bool fill_from_keys(Runtime *rt, Borrowed dict, Borrowed iterable, Borrowed value)
{
    bool exact = object_is_exactly(dict, rt->dict_type), fine = true;
    if (exact && dict_count(dict) == 0 && (object_is_exactly(iterable, rt->dict_type) || is_set_exactly(rt, iterable)))
        return fill_from_hashed(rt, dict, iterable, value);
    Value iterator = get_iter(rt, iterable), key;
    if (!iterator)
        return false;
    while (fine && (key = iter_next(rt, iterator))) {
        fine = exact ? dict_set(rt, dict, key, value) : set_item(rt, dict, key, value);
        release(rt, key);
    }
    release(rt, iterator);
    return fine && !error_pending(rt);
}

static Owned fromkeys(Runtime *rt, Borrowed self, const Value *args)
{
    Value dict = call_none(rt, self);
    if (!dict)
        return NULL;
    if (fill_from_keys(rt, dict, args[0], args[1] ? args[1] : NONE))
        return dict;
    release(rt, dict);
    return NULL;
}

const MethodDef dict_methods[] = {
    METHOD("get", get, "(key, default=None, /)", "The value for key, or default when there is none."),
    METHOD("setdefault", setdefault, "(key, default=None, /)",
           "The value for key; when there is none, default, which is entered."),
    METHOD("pop", pop, "(key, default=<unrepresentable>, /)",
           "Remove key and return its value, or default when there is none.\n\nWithout a default: KeyError."),
    METHOD("popitem", popitem, "()", "Remove the pair that was entered last and return it as a tuple."),
    RAW_METHOD("update", update, NULL, "update([E, ]**F): enter the items of the mapping or pairs E, then of F."),
    METHOD("clear", clear, "()", "Remove all items."),
    METHOD("copy", copy, "()", "Return a shallow copy."),
    METHOD("keys", keys, "()", "A view of the keys."),
    METHOD("values", values, "()", "A view of the values."),
    METHOD("items", items, "()", "A view of the items."),
    METHOD_FLAGS("fromkeys", fromkeys, "(iterable, value=None, /)",
                 "A new dictionary with the keys of iterable, all with the same value.", METHOD_CLASS),
    METHOD("__reversed__", reversed_keys, "()", "An iterator over the keys, last first."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    CLASS_GETITEM,
    {0},
};
