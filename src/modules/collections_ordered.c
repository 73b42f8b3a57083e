/* collections.OrderedDict: a dict, which keeps the order anyway, with what goes beyond that:
 * moving entries to the ends, taking the first, comparing with regard to order.
 *
 * first_hint  no live entry stands before it in the block of keys whose stamp is first_stamp
 *
 * The type's `related` leads to its iterator, from there to the types of its views. */
#include "modules/collections_parts.h"
#include "types/instance.h"

typedef struct OrderedDict {
    Dict dict;
    Value own_dict;             /* __dict__ or NULL */
    int64_t first_hint;
    uint32_t first_stamp;
} OrderedDict;

static bool is_ordered(Borrowed v)
{
    if (!value_is_dict(v))
        return false;
    const Type *type = object_type(value_object(v));
    while (!type->def)
        type = type->base;
    return type->def == &ordered_dict_type_def;
}

static bool is_exact(Borrowed v) { return object_type(value_object(v))->def == &ordered_dict_type_def; }

static int64_t first_position(Borrowed self)
{
    OrderedDict *o = (OrderedDict *)self;
    const DictKeys *k = o->dict.keys;
    if (!k)
        return -1;
    if (o->first_stamp != k->stamp)
        o->first_hint = 0;
    o->first_stamp = k->stamp;
    int64_t position = dict_next_position(&o->dict, o->first_hint);
    o->first_hint = position < 0 ? 0 : position;
    return position;
}

/* -- update */

static bool set_pair(Runtime *rt, Borrowed self, Borrowed pair)
{
    Value iterator = get_iter(rt, pair), parts[3] = { NULL, NULL, NULL };
    if (!iterator)
        return false;
    int count = 0;
    while (count < 3 && (parts[count] = iter_next(rt, iterator)))
        count++;
    bool fine = false;
    if (error_pending(rt))
        ;
    else if (count < 2)
        raise(rt, rt->ValueError, "need more than %d value%s to unpack", count, count == 1 ? "" : "s");
    else if (count > 2)
        raise(rt, rt->ValueError, "too many values to unpack (expected 2)");
    else
        fine = set_item(rt, self, parts[0], parts[1]);
    for (int i = 0; i < count; i++)
        release(rt, parts[i]);
    release(rt, iterator);
    return fine;
}

static bool update_pairs(Runtime *rt, Borrowed self, Borrowed pairs)
{
    Value iterator = get_iter(rt, pairs), pair;
    if (!iterator)
        return false;
    bool fine = true;
    while (fine && (pair = iter_next(rt, iterator))) {
        fine = set_pair(rt, self, pair);
        release(rt, pair);
    }
    release(rt, iterator);
    return fine && !error_pending(rt);
}

static bool update_keys(Runtime *rt, Borrowed self, Borrowed mapping, Borrowed keys_method)
{
    Value keys = call_none(rt, keys_method), iterator = keys ? get_iter(rt, keys) : NULL, key;
    release(rt, keys);
    if (!iterator)
        return false;
    bool fine = true;
    while (fine && (key = iter_next(rt, iterator))) {
        Value value = get_item(rt, mapping, key);
        fine = value && set_item(rt, self, key, value);
        release(rt, value);
        release(rt, key);
    }
    release(rt, iterator);
    return fine && !error_pending(rt);
}

/* As MutableMapping.update does: by __setitem__, which a derived class may have changed. */
static bool update_from(Runtime *rt, Borrowed self, Borrowed other)
{
    if (is_exact(self) && (object_is_exactly(other, rt->dict_type) || (value_is_dict(other) && is_exact(other))))
        return dict_merge(rt, self, other, true);
    if (object_is_exactly(other, rt->dict_type)) {
        Value items = dict_items_list(rt, other);
        bool fine = items && update_pairs(rt, self, items);
        release(rt, items);
        return fine;
    }
    Value method = get_attribute_or_null(rt, other, rt->names.keys);
    bool fine;
    if (method) {
        fine = update_keys(rt, self, other, method);
        release(rt, method);
        return fine;
    }
    if (error_pending(rt))
        return false;
    if (!(method = get_attribute_or_null(rt, other, rt->names.items)))
        return !error_pending(rt) && update_pairs(rt, self, other);
    Value items = call_none(rt, method);
    fine = items && update_pairs(rt, self, items);
    release(rt, method);
    release(rt, items);
    return fine;
}

static bool update_keywords(Runtime *rt, Borrowed self, const Value *values, Borrowed keywords)
{
    for (int64_t i = 0; keywords && i < tuple_count(keywords); i++)
        if (!set_item(rt, self, tuple_item_peek(keywords, i), values[i]))
            return false;
    return true;
}

static bool init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (count > 1)
        return raise(rt, rt->TypeError, "expected at most 1 arguments, got %zu", count);
    return (count == 0 || update_from(rt, self, args[0])) && update_keywords(rt, self, args + count, keywords);
}

static Owned update(CALL_PARAMETERS)
{
    if (count > 1)
        return raise(rt, rt->TypeError, "update() takes at most 1 positional argument (%zu given)", count);
    if ((count && !update_from(rt, self, args[0])) || !update_keywords(rt, self, args + count, keywords))
        return NULL;
    return NONE;
}

/* -- text and comparison */

static Owned repr(Runtime *rt, Borrowed self)
{
    Value name = short_type_name(rt, self), items = NULL, list = NULL, result = NULL;
    if (!name)
        return NULL;
    if (dict_count(self) == 0) {
        result = format_message(rt, "%U()", name);
        release(rt, name);
        return result;
    }
    int state = repr_enter(rt, self);
    if (state > 0)
        result = str_from_text(rt, "...");
    if (state == 0) {
        items = is_exact(self) ? dict_items_list(rt, self) : call_method(rt, self, rt->names.items, NULL, 0);
        list = items ? sequence_list(rt, items) : NULL;
        if (list)
            result = format_message(rt, "%U(%R)", name, list);
        repr_leave(rt, self);
    }
    release(rt, name);
    release(rt, items);
    release(rt, list);
    return result;
}

/* The keys of both, which have the same entries, stand in the same order. */
static int same_order(Runtime *rt, Borrowed self, Borrowed other)
{
    Value a = dict_keys_list(rt, self), b = a ? dict_keys_list(rt, other) : NULL;
    int equal = b ? compare_true(rt, a, b, COMPARE_EQ) : -1;
    release(rt, a);
    release(rt, b);
    return equal;
}

static Owned compare_ordered(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_dict(other) || (op != COMPARE_EQ && op != COMPARE_NE))
        return NOT_IMPLEMENTED;
    Value equal = dict_compare(rt, self, other, COMPARE_EQ);
    if (!equal || equal == NOT_IMPLEMENTED)
        return equal;
    int result = equal == TRUE;
    if (result && is_ordered(other))
        result = same_order(rt, self, other);
    return result < 0 ? NULL : bool_value(result == (op == COMPARE_EQ));
}

static Owned or(Runtime *rt, Borrowed left, Borrowed right)
{
    Value self = is_ordered(left) ? left : right, other = self == left ? right : left;
    if (!value_is_dict(other))
        return NOT_IMPLEMENTED;
    Value result = call_one(rt, type_value(value_type(rt, self)), left);
    if (result && value_is_dict(result) && !update_from(rt, result, right))
        value_clear(rt, &result);
    return result;
}

static Owned inplace_or(Runtime *rt, Borrowed self, Borrowed other)
{
    return update_from(rt, self, other) ? retain(self) : NULL;
}

/* -- methods */

static Owned move_to_end(Runtime *rt, Borrowed self, const Value *args)
{
    bool last = true;
    int64_t hash;
    if (!argument_bool(rt, args[1], &last) || !key_hash(rt, args[0], &hash))
        return NULL;
    int64_t position = dict_find(rt, dict_of(self), args[0], hash);
    if (position < 0)
        return position == -1 ? raise_key_error(rt, args[0]) : NULL;
    if (!dict_move(rt, dict_of(self), position, last))
        return NULL;
    if (!last)
        ((OrderedDict *)self)->first_hint = 0;
    return NONE;
}

static Owned popitem(Runtime *rt, Borrowed self, const Value *args)
{
    bool last = true;
    if (!argument_bool(rt, args[0], &last))
        return NULL;
    Value pair = tuple_new(rt, 2);
    if (!pair)
        return NULL;
    Dict *d = dict_of(self);
    if (d->count == 0) {
        release(rt, pair);
        return raise(rt, rt->KeyError, "dictionary is empty");
    }
    if (last) {
        OrderedDict *o = (OrderedDict *)self;
        bool known = o->first_stamp == d->keys->stamp;
        DictKeys *keys = d->keys;
        dict_take_last(rt, d, &tuple_items(pair)[0], &tuple_items(pair)[1]);
        if (known && d->keys == keys)
            o->first_stamp = keys->stamp;
    } else {
        dict_take_entry(rt, d, first_position(self), &tuple_items(pair)[0], &tuple_items(pair)[1]);
    }
    return tuple_done(rt, pair);
}

static Owned pop(Runtime *rt, Borrowed self, const Value *args)
{
    Value taken;
    if (!dict_pop(rt, self, args[0], &taken))
        return NULL;
    if (taken)
        return taken;
    return args[1] ? retain(args[1]) : raise_key_error(rt, args[0]);
}

static Owned setdefault(Runtime *rt, Borrowed self, const Value *args)
{
    Value otherwise = args[1] ? args[1] : NONE, found;
    if (is_exact(self))
        return dict_set_default(rt, self, args[0], otherwise, &found) ? found : NULL;
    int there = contains(rt, self, args[0]);
    if (there < 0)
        return NULL;
    if (there)
        return get_item(rt, self, args[0]);
    return set_item(rt, self, args[0], otherwise) ? retain(otherwise) : NULL;
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
    Value result = call_none(rt, type_value(value_type(rt, self)));
    bool fine = result != NULL;
    if (fine && is_exact(self)) {
        fine = dict_merge(rt, result, self, true);
    } else if (fine) {
        Value key, value;
        for (int64_t at = 0; fine && dict_next_peek(self, &at, &key, NULL);) {
            retain(key);
            value = get_item(rt, self, key);
            fine = value && set_item(rt, result, key, value);
            release(rt, key);
            release(rt, value);
        }
    }
    if (!fine)
        value_clear(rt, &result);
    return result;
}

static Owned fromkeys(Runtime *rt, Borrowed self, const Value *args)
{
    Value dict = call_none(rt, self), iterator = dict ? get_iter(rt, args[0]) : NULL, key;
    bool fine = iterator != NULL;
    while (fine && (key = iter_next(rt, iterator))) {
        fine = set_item(rt, dict, key, args[1] ? args[1] : NONE);
        release(rt, key);
    }
    release(rt, iterator);
    if (!fine || error_pending(rt))
        value_clear(rt, &dict);
    return dict;
}

/* (type, (), state, None, iterator over the items) */
static Owned reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value state = call_method(rt, self, rt->names.__getstate__, NULL, 0), result = NULL;
    Value items = state ? call_method(rt, self, rt->names.items, NULL, 0) : NULL;
    Value iterator = items ? get_iter(rt, items) : NULL, none = tuple_empty(rt);
    if (iterator)
        result = tuple_pack(rt, 5, type_value(value_type(rt, self)), none, state, NONE, iterator);
    release(rt, state);
    release(rt, items);
    release(rt, iterator);
    release(rt, none);
    return result;
}

/* -- iterators and views */

enum { KEYS, VALUES, ITEMS };

typedef struct OrderedIterator {
    Object head;
    Value dict;                 /* NULL: exhausted */
    int64_t count;              /* the dict's when the walk began; as the next two */
    int64_t used;
    uint32_t stamp;
    uint8_t what;
    bool backward;
    int64_t position;
} OrderedIterator;

static uint32_t stamp_of(const Dict *d) { return d->keys ? d->keys->stamp : 0; }
static int64_t used_of(const Dict *d) { return d->keys ? d->keys->used : 0; }

static Owned iterator_new(Runtime *rt, Borrowed dict, int what, bool backward)
{
    OrderedIterator *it = object_make(rt, type_related(value_type(rt, dict)));
    if (!it)
        return NULL;
    Dict *d = dict_of(dict);
    it->dict = retain(dict);
    it->count = d->count;
    it->used = used_of(d);
    it->stamp = stamp_of(d);
    it->what = (uint8_t)what;
    it->backward = backward;
    it->position = backward ? it->used - 1 : 0;
    return object_tracked(rt, it);
}

static Owned iter(Runtime *rt, Borrowed self) { return iterator_new(rt, self, KEYS, false); }

static Owned reversed_keys(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return iterator_new(rt, self, KEYS, true);
}

static bool check_unchanged(Runtime *rt, OrderedIterator *it)
{
    const Dict *d = dict_of(it->dict);
    if (it->stamp == stamp_of(d) && it->used == used_of(d) && it->count == d->count)
        return true;
    it->count = -1;
    return raise(rt, rt->RuntimeError, d->keys ? "OrderedDict mutated during iteration"
                                               : "OrderedDict changed size during iteration");
}

static Owned entry_part(Runtime *rt, const DictEntry *entry, int what)
{
    if (what != ITEMS)
        return retain(what == KEYS ? entry->key : entry->value);
    Value pair[2] = { retain(entry->key), retain(entry->value) };
    return tuple_from_steal(rt, pair, 2);
}

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    OrderedIterator *it = (OrderedIterator *)self;
    if (!it->dict || !check_unchanged(rt, it))
        return NULL;
    const Dict *d = dict_of(it->dict);
    int64_t at = it->backward ? dict_previous_position(d, it->position) : dict_next_position(d, it->position);
    if (at < 0) {
        value_clear(rt, &it->dict);
        return NULL;
    }
    it->position = it->backward ? at - 1 : at + 1;
    return entry_part(rt, &d->keys->entries[at], it->what);
}

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static Owned iterator_reduce_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    OrderedIterator *it = (OrderedIterator *)self;
    Value dict = retain(it->dict), function = builtin_peek(rt, "iter"), list = function ? list_new(rt, 0) : NULL, item;
    int64_t position = it->position;
    while (list && (item = iterator_next(rt, self)))
        if (!list_append_steal(rt, list, item))
            break;
    it->position = position;
    value_replace(rt, &it->dict, dict);
    Value result = list && !error_pending(rt) ? reduce_two(rt, function, list) : NULL;
    release(rt, list);
    return result;
}

static const MethodDef iterator_methods[] = {
    METHOD("__reduce__", iterator_reduce_method, "()", "State for pickling."),
    {0},
};

const TypeDef ordered_iterator_type_def = {
    .name = "odict_iterator",
    .size = sizeof(OrderedIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = iterator_next },
    .methods = iterator_methods,
};

#define VIEW(part, what_) \
    static Owned part##_iter(Runtime *rt, Borrowed self) \
    { return iterator_new(rt, ((DictView *)self)->dict, what_, false); } \
    static Owned part##_reversed(Runtime *rt, Borrowed self, const Value *args) \
    { (void)args; return iterator_new(rt, ((DictView *)self)->dict, what_, true); } \
    static const MethodDef part##_methods[] = { \
        METHOD("__reversed__", part##_reversed, "()", "An iterator from the last to the first."), \
        {0}, \
    }; \
    const TypeDef ordered_##part##_type_def = { \
        .name = "odict_" #part, \
        .size = sizeof(DictView), \
        .flags = TYPE_CONTAINER | TYPE_NO_NEW, \
        .slots = { .iter = part##_iter }, \
        .methods = part##_methods, \
    }

VIEW(keys, KEYS);
VIEW(values, VALUES);
VIEW(items, ITEMS);

static Owned view(Runtime *rt, Borrowed self, int what)
{
    Type *type = type_related(type_related(value_type(rt, self)));
    for (int i = KEYS; i < what; i++)
        type = type->related;
    return dict_view_new(rt, type, self);
}

static Owned keys(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return view(rt, self, KEYS);
}

static Owned values(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return view(rt, self, VALUES);
}

static Owned items(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return view(rt, self, ITEMS);
}

static const MethodDef methods[] = {
    METHOD("move_to_end", move_to_end, "(key, last=True)", "Give an entry the last place (or the first)."),
    METHOD("popitem", popitem, "(last=True)", "Remove the last (or first) pair and return it."),
    METHOD("pop", pop, "(key, default=<unrepresentable>)", "Remove key and return its value, or default."),
    METHOD("setdefault", setdefault, "(key, default=None)",
           "The value for key; when there is none, default, which is entered."),
    RAW_METHOD("update", update, NULL, "Enter the pairs of a mapping or an iterable, then the keywords."),
    METHOD("clear", clear, "()", "Remove all items."),
    METHOD("copy", copy, "()", "A shallow copy."),
    METHOD("keys", keys, "()", "A view of the keys."),
    METHOD("values", values, "()", "A view of the values."),
    METHOD("items", items, "()", "A view of the items."),
    METHOD_FLAGS("fromkeys", fromkeys, "(iterable, value=None)",
                 "A new ordered dictionary with the keys of iterable, all with the same value.", METHOD_CLASS),
    METHOD("__reversed__", reversed_keys, "()", "An iterator over the keys, last first."),
    METHOD("__reduce__", reduce, "()", "State for pickling."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    {0},
};

const TypeDef ordered_dict_type_def = {
    .name = "collections.OrderedDict",
    .doc = "Dictionary that remembers insertion order",
    .size = sizeof(OrderedDict),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK | TYPE_MAPPING | TYPE_IS_DICT,
    .dict_offset = offsetof(OrderedDict, own_dict),
    .traverse = dict_traverse,
    .clear = dict_clear_fields,
    .free = dict_free,
    .slots = {
        .repr = repr,
        .compare = compare_ordered,
        .iter = iter,
        .init = init,
        .binary = { [BINARY_OR] = or },
        .inplace = { [BINARY_OR] = inplace_or },
    },
    .methods = methods,
    .getsets = own_dict_getsets,
};
