/* set and frozenset: an open hash table.
 *
 *   entries[mask + 1]; live: key is a value; free: NULL; deleted: the mark DELETED_KEY
 *   count = live, fill = live + deleted; fill * 5 < mask * 3 after every change
 *
 * A probe looks at a few neighbours before it jumps.  The order of a set is seen by
 * programs, so slots, growth and jumps are those that CPython documents in its output.
 * Comparisons may run Python code that changes the set: a search then starts again. */
#include "types/instance.h"
#include "types/set.h"
#include "types/set_parts.h"
#include "object/budget.h"
#include "object/arguments.h"
#include "types/dict_parts.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/walk.h"

enum { NEIGHBOURS = 9, PERTURB_SHIFT = 5, SLOTS_FIRST = 8 };

/* A key that was deleted: a word that no value has. */
#define DELETED_KEY ((Value)(uintptr_t)(0x1fffffffu << 3 | 4))

static inline bool is_live(Borrowed key) { return key && key != DELETED_KEY; }

/* -- table */

static void enter_clean(SetEntry *entries, int64_t mask, Value key, int64_t hash)
{
    uint64_t perturb = (uint64_t)hash, slot = (uint64_t)hash & (uint64_t)mask;
    for (;;) {
        uint64_t last = slot + NEIGHBOURS <= (uint64_t)mask ? slot + NEIGHBOURS : slot;
        for (uint64_t i = slot; i <= last; i++) {
            if (!entries[i].key) {
                entries[i] = (SetEntry){ hash, key };
                return;
            }
        }
        perturb >>= PERTURB_SHIFT;
        slot = (slot * 5 + 1 + perturb) & (uint64_t)mask;
    }
}

#ifdef OURO_DEBUG
static bool set_check(const Set *s)
{
    int64_t live = 0, deleted = 0;
    for (int64_t i = 0; i <= s->mask; i++) {
        live += is_live(s->entries[i].key);
        deleted += s->entries[i].key == DELETED_KEY;
    }
    return live == s->count && live + deleted == s->fill && (s->mask < 0 || s->fill <= s->mask);
}
#endif

/* A table with more than LEAST slots in place of the present one. */
bool set_resize(Runtime *rt, Set *s, int64_t least)
{
    int64_t slots = SLOTS_FIRST;
    while (slots <= least)
        slots <<= 1;
    if (slots > INT64_MAX / 32)
        return raise_memory_error(rt);
    SetEntry *entries = memory_alloc(rt, (size_t)slots * sizeof(SetEntry));
    if (!entries)
        return raise_memory_error(rt);
    if (unlikely(s->count >= slots)) {
        /* A finalizer filled the set meanwhile. */
        memory_free(rt, entries);
        return set_resize(rt, s, s->count * 2);
    }
    debug_check(set_check(s));
    object_touch(&s->head);
    memset(entries, 0, (size_t)slots * sizeof(SetEntry));
    for (int64_t i = 0; i <= s->mask; i++)
        if (is_live(s->entries[i].key))
            enter_clean(entries, slots - 1, s->entries[i].key, s->entries[i].hash);
    if (s->entries)
        memory_free(rt, s->entries);
    s->entries = entries;
    s->mask = slots - 1;
    s->fill = s->count;
    debug_check(set_check(s));
    return true;
}

enum { ABSENT = -1, FAILED = -2, CHANGED = -3 };

/* The entry at SLOT, with the same hash, against KEY: 1, 0, FAILED, CHANGED. */
static int entry_equals(Runtime *rt, Set *s, int64_t slot, Borrowed key)
{
    SetEntry *entries = s->entries;
    Value other = entries[slot].key;
    if (values_are_small_ints(other, key))
        return 0;
    if (object_is_exactly(other, rt->str_type) && object_is_exactly(key, rt->str_type))
        return str_equal(other, key);
    int64_t mask = s->mask;
    retain(other);
    int equal = charge(rt, 1) ? compare_true(rt, other, key, COMPARE_EQ) : -1;
    bool same = s->entries == entries && s->mask == mask && entries[slot].key == other;
    release(rt, other);
    return equal < 0 ? FAILED : same ? equal : CHANGED;
}

/* The slot of KEY, or ABSENT (then *FREE is where it would go, the place of the last
 * deleted item on the way if there was one), FAILED, CHANGED. */
static int64_t probe(Runtime *rt, Set *s, Borrowed key, int64_t hash, int64_t *free)
{
    uint64_t mask = (uint64_t)s->mask, perturb = (uint64_t)hash, slot = (uint64_t)hash & mask;
    *free = -1;
    for (;;) {
        uint64_t last = slot + NEIGHBOURS <= mask ? slot + NEIGHBOURS : slot;
        for (uint64_t i = slot; i <= last; i++) {
            const SetEntry *entry = &s->entries[i];
            if (!entry->key) {
                if (*free < 0)
                    *free = (int64_t)i;
                return ABSENT;
            }
            if (entry->key == DELETED_KEY) {
                *free = (int64_t)i;
            } else if (entry->hash == hash) {
                if (entry->key == key)
                    return (int64_t)i;
                int equal = entry_equals(rt, s, (int64_t)i, key);
                if (equal)
                    return equal < 0 ? equal : (int64_t)i;
            }
        }
        perturb >>= PERTURB_SHIFT;
        slot = (slot * 5 + 1 + perturb) & mask;
    }
}

static int64_t find(Runtime *rt, Set *s, Borrowed key, int64_t hash, int64_t *free)
{
    int64_t slot;
    do {
        if (s->mask < 0) {
            *free = -1;
            return ABSENT;
        }
        slot = probe(rt, s, key, hash, free);
    } while (slot == CHANGED);
    return slot;
}

/* -- operations by hash */

bool set_add_hashed(Runtime *rt, Borrowed set, Borrowed item, int64_t hash)
{
    Set *s = set_of(set);
    int64_t free, slot;
    do {
        if (unlikely(s->mask < 0) && !set_resize(rt, s, 0))
            return false;
        slot = find(rt, s, item, hash, &free);
        if (slot != ABSENT)
            return slot >= 0;
    } while (unlikely(free < 0));   /* a comparison has cleared the set */
    bool again = s->entries[free].key == DELETED_KEY;
    s->entries[free] = (SetEntry){ hash, retain(item) };
    s->count++;
    if (again)
        return true;
    s->fill++;
    if ((uint64_t)s->fill * 5 < (uint64_t)s->mask * 3)
        return true;
    return set_resize(rt, s, s->count > 50000 ? s->count * 2 : s->count * 4);
}

int set_contains_hashed(Runtime *rt, Borrowed set, Borrowed item, int64_t hash)
{
    int64_t free, slot = find(rt, set_of(set), item, hash, &free);
    return slot == FAILED ? -1 : slot >= 0;
}

bool set_discard_hashed(Runtime *rt, Borrowed set, Borrowed item, int64_t hash, bool *was_there)
{
    Set *s = set_of(set);
    int64_t free, slot = find(rt, s, item, hash, &free);
    *was_there = slot >= 0;
    if (slot < 0)
        return slot == ABSENT;
    Value old = s->entries[slot].key;
    s->entries[slot] = (SetEntry){ -1, DELETED_KEY };
    s->count--;
    release(rt, old);
    return true;
}

bool set_add(Runtime *rt, Borrowed set, Borrowed item)
{
    int64_t hash;
    return key_hash(rt, item, &hash) && set_add_hashed(rt, set, item, hash);
}

/* A set cannot be hashed, but to look for one a frozenset stands in.  Clears the error. */
static Owned frozen_copy(Runtime *rt, Borrowed item)
{
    if (!object_has_type_flag(item, TYPE_IS_SET) || !error_clear_if(rt, rt->TypeError))
        return NULL;
    return set_make(rt, rt->frozenset_type, item);
}

int set_contains(Runtime *rt, Borrowed set, Borrowed item)
{
    int64_t hash;
    if (likely(key_hash(rt, item, &hash)))
        return set_contains_hashed(rt, set, item, hash);
    Value frozen = frozen_copy(rt, item);
    if (!frozen)
        return -1;
    int result = key_hash(rt, frozen, &hash) ? set_contains_hashed(rt, set, frozen, hash) : -1;
    release(rt, frozen);
    return result;
}

bool set_discard(Runtime *rt, Borrowed set, Borrowed item, bool *was_there)
{
    int64_t hash;
    *was_there = false;
    if (likely(key_hash(rt, item, &hash)))
        return set_discard_hashed(rt, set, item, hash, was_there);
    Value frozen = frozen_copy(rt, item);
    if (!frozen)
        return false;
    bool fine = key_hash(rt, frozen, &hash) && set_discard_hashed(rt, set, frozen, hash, was_there);
    release(rt, frozen);
    return fine;
}

int64_t set_next_slot(const Set *s, int64_t slot)
{
    for (; slot <= s->mask; slot++)
        if (is_live(s->entries[slot].key))
            return slot;
    return -1;
}

bool set_next_peek(Borrowed set, int64_t *position, Borrowed *item)
{
    int64_t slot = set_next_slot(set_of(set), *position);
    if (slot < 0)
        return false;
    *item = set_of(set)->entries[slot].key;
    *position = slot + 1;
    return true;
}

int64_t set_count(Borrowed set) { return set_of(set)->count; }

Owned set_pop(Runtime *rt, Borrowed set)
{
    Set *s = set_of(set);
    (void)rt;
    if (s->count == 0)
        return NULL;
    int64_t slot = set_next_slot(s, s->finger & s->mask);
    if (slot < 0)
        slot = set_next_slot(s, 0);
    Value item = s->entries[slot].key;
    value_touch(item);
    s->entries[slot] = (SetEntry){ -1, DELETED_KEY };
    s->count--;
    s->finger = slot + 1;
    return item;
}

void set_clear(Runtime *rt, Borrowed set)
{
    Set *s = set_of(set);
    SetEntry *entries = s->entries;
    int64_t mask = s->mask;
    if (!entries)
        return;
    s->entries = NULL;
    s->mask = -1;
    s->count = s->fill = 0;
    for (int64_t i = 0; i <= mask; i++)
        if (value_is_counted(entries[i].key))       /* neither NULL nor DELETED_KEY is */
            release(rt, entries[i].key);
    memory_free(rt, entries);
}

void set_swap(Set *a, Set *b)
{
    object_touch_all(&a->head);
    object_touch_all(&b->head);
    Set old = *a;
    a->entries = b->entries, a->mask = b->mask, a->count = b->count, a->fill = b->fill;
    b->entries = old.entries, b->mask = old.mask, b->count = old.count, b->fill = old.fill;
    a->hash = b->hash = -1;
}

/* -- merging */

static bool reserve(Runtime *rt, Set *s, int64_t more)
{
    uint64_t mask = s->mask < 0 ? SLOTS_FIRST - 1 : (uint64_t)s->mask;
    if ((uint64_t)(s->fill + more) * 5 >= mask * 3)
        return set_resize(rt, s, (s->count + more) * 2);
    return s->mask >= 0 || set_resize(rt, s, 0);
}

/* OTHER is a set.  A clean copy into an empty set needs no comparison. */
static bool merge_set(Runtime *rt, Borrowed set, Borrowed other)
{
    if (!charge_items(rt, 4 * set_count(other)))
        return false;
    Set *s = set_of(set), *from = set_of(other);
    if (s == from || from->count == 0)
        return true;
    if (!reserve(rt, s, from->count))
        return false;
    if (s->fill == 0 && (from->count * 5 < s->mask * 3)) {
        bool same = s->mask == from->mask && from->fill == from->count;
        if (same) {
            memcpy(s->entries, from->entries, (size_t)(s->mask + 1) * sizeof(SetEntry));
            for (int64_t i = 0; i <= s->mask; i++)
                if (value_is_counted(s->entries[i].key))
                    retain(s->entries[i].key);
            s->count = s->fill = from->count;
            return true;
        }
        for (int64_t i = 0; i <= from->mask; i++) {
            SetEntry entry = from->entries[i];
            if (!is_live(entry.key))
                continue;
            retain(entry.key);
            enter_clean(s->entries, s->mask, entry.key, entry.hash);
        }
        s->count = s->fill = from->count;
        return true;
    }
    for (int64_t i = 0; i <= from->mask; i++) {
        SetEntry entry = from->entries[i];
        if (!is_live(entry.key))
            continue;
        retain(entry.key);
        bool fine = set_add_hashed(rt, set, entry.key, entry.hash);
        release(rt, entry.key);
        if (!fine)
            return false;
    }
    return true;
}

static bool merge_dict(Runtime *rt, Borrowed set, Borrowed dict)
{
    Set *s = set_of(set);
    int64_t count = dict_count(dict), position = 0;
    if (count == 0)
        return true;
    if (!reserve(rt, s, count))
        return false;
    Value key;
    while (dict_next_peek(dict, &position, &key, NULL)) {
        int64_t hash = dict_entry_hash(dict_of(dict), position - 1);
        retain(key);
        bool fine = set_add_hashed(rt, set, key, hash);
        release(rt, key);
        if (!fine)
            return false;
    }
    return true;
}

bool set_update(Runtime *rt, Borrowed set, Borrowed iterable)
{
    if (value_is_set(iterable))
        return merge_set(rt, set, iterable);
    if (object_is_exactly(iterable, rt->dict_type))
        return merge_dict(rt, set, iterable);
    Walk w;
    Value item;
    if (!walk_open(rt, &w, iterable))
        return false;
    bool fine = true;
    while (fine && (item = walk_next(rt, &w))) {
        fine = set_add(rt, set, item);
        release(rt, item);
    }
    return walk_close(rt, &w) && fine;
}

/* -- making */

Owned set_make(Runtime *rt, Type *type, Borrowed iterable)
{
    Set *s = type == rt->set_type || type == rt->frozenset_type ? object_make(rt, type) : instance_make(rt, type);
    if (!s)
        return NULL;
    s->mask = -1;
    s->hash = -1;
    Value set = object_tracked(rt, s);
    if (iterable && !set_update(rt, set, iterable)) {
        release(rt, set);
        return NULL;
    }
    return set;
}

Owned set_new(Runtime *rt, Borrowed iterable) { return set_make(rt, rt->set_type, iterable); }

Owned frozenset_new(Runtime *rt, Borrowed iterable)
{
    if (iterable && object_is_exactly(iterable, rt->frozenset_type))
        return retain(iterable);
    return set_make(rt, rt->frozenset_type, iterable);
}

Owned set_copy(Runtime *rt, Borrowed set) { return set_new(rt, set); }

Owned set_copy_kind(Runtime *rt, Borrowed set)
{
    bool frozen = object_has_type_flag(set, TYPE_IS_FROZENSET);
    return set_make(rt, frozen ? rt->frozenset_type : rt->set_type, set);
}

static Owned make_set(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    return set_make(rt, type, NULL);
}

static bool init_set(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "set", count, keywords, 0, 1))
        return false;
    set_clear(rt, self);
    return count == 0 || set_update(rt, self, args[0]);
}

static Owned make_frozenset(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    bool exact = type == rt->frozenset_type;
    if (!positional_check(rt, "frozenset", count, refuses_keywords(type) ? keywords : NULL, 0, 1))
        return NULL;
    Value iterable = count ? args[0] : NULL;
    return exact ? frozenset_new(rt, iterable) : set_make(rt, type, iterable);
}

/* -- life */

static int set_traverse(Object *self, GcVisit visit, void *argument)
{
    Set *s = (Set *)self;
    for (int64_t i = 0; i <= s->mask; i++)
        if (is_live(s->entries[i].key))
            VISIT_VALUE(s->entries[i].key);
    return type_traverse_object(self, visit, argument);
}

/* A place is a slot of the table. */
static size_t set_traverse_part(Object *self, size_t from, size_t count, GcVisit visit, void *argument)
{
    Set *s = (Set *)self;
    size_t all = (size_t)(s->mask + 1), end = MIN(from + count, all);
    for (size_t i = from; i < end; i++)
        if (is_live(s->entries[i].key) && value_is_object(s->entries[i].key))
            visit(value_object(s->entries[i].key), argument);
    if (end < all)
        return end;
    type_traverse_object(self, visit, argument);
    return GC_ALL_VISITED;
}

static void set_clear_fields(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    set_clear(rt, object_value(self));
    if (!is_set_exactly(rt, object_value(self)))
        type_clear_object(rt, self);
}

static void set_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    set_clear(runtime_of(gc), object_value(self));
    type_free_object(runtime_of(gc), self);
}

/* -- slots */

static Owned set_repr(Runtime *rt, Borrowed self)
{
    int state = repr_enter(rt, self);
    if (state)
        return state < 0 ? NULL : format_message(rt, "%T(...)", self);
    Value result = NULL, list = NULL;
    if (set_count(self) == 0) {
        result = format_message(rt, "%T()", self);
        goto done;
    }
    if (!(list = sequence_list(rt, self)))
        goto done;
    StrBuilder b;
    builder_open(&b, rt);
    if (!object_is_exactly(self, rt->set_type)) {
        builder_text(&b, "");
        Value name = format_message(rt, "%T(", self);
        bool fine = name && builder_str(&b, name);
        release(rt, name);
        if (!fine) {
            builder_close(&b);
            goto done;
        }
    }
    Value inner = value_repr(rt, list);
    if (inner && builder_text(&b, "{") && builder_write(&b, str_bytes(inner) + 1, str_size(inner) - 2)
        && builder_text(&b, object_is_exactly(self, rt->set_type) ? "}" : "})"))
        result = builder_finish(&b);
    else
        builder_close(&b);
    release(rt, inner);
done:
    release(rt, list);
    repr_leave(rt, self);
    return result;
}

static int64_t set_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return set_count(self);
}

static inline uint64_t shuffle(uint64_t h) { return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u; }

/* Independent of the order of the slots. */
static bool frozenset_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    (void)rt;
    Set *s = set_of(self);
    if (s->hash != -1) {
        *hash = s->hash;
        return true;
    }
    uint64_t sum = 0;
    for (int64_t i = 0; i <= s->mask; i++)
        if (is_live(s->entries[i].key))
            sum ^= shuffle((uint64_t)s->entries[i].hash);
    sum ^= ((uint64_t)s->count + 1) * 1927868237u;
    sum ^= (sum >> 11) ^ (sum >> 25);
    sum = sum * 69069u + 907133923u;
    s->hash = sum == UINT64_MAX ? 590923713 : (int64_t)sum;
    *hash = s->hash;
    return true;
}

#define SET_SLOTS \
    .repr = set_repr, .compare = set_compare, .iter = set_iter, .length = set_length, .contains = set_contains, \
    .binary = { [BINARY_OR] = set_binary_or, [BINARY_AND] = set_binary_and, \
                [BINARY_SUB] = set_binary_sub, [BINARY_XOR] = set_binary_xor }

static void set_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Set *)self)->entries);
}

const TypeDef set_type_def = {
    .name = "set",
    .doc = "set() -> new empty set\nset(iterable) -> new set\n\nAn unordered collection of unique items.",
    .size = sizeof(Set),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK | TYPE_IS_SET,
    .traverse = set_traverse, .traverse_part = set_traverse_part, .steady = true,
    .clear = set_clear_fields,
    .buffers = set_buffers,
    .free = set_free,
    .slots = {
        SET_SLOTS,
        .make = make_set,
        .init = init_set,
        .inplace = { [BINARY_OR] = set_inplace_or, [BINARY_AND] = set_inplace_and,
                     [BINARY_SUB] = set_inplace_sub, [BINARY_XOR] = set_inplace_xor },
    },
    .methods = set_methods,
};

const TypeDef frozenset_type_def = {
    .name = "frozenset",
    .doc = "frozenset() -> empty frozenset\nfrozenset(iterable) -> frozenset\n\n"
           "An immutable unordered collection of unique items.",
    .size = sizeof(Set),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK | TYPE_IS_FROZENSET,
    .traverse = set_traverse, .traverse_part = set_traverse_part, .steady = true,
    .clear = set_clear_fields,
    .buffers = set_buffers,
    .free = set_free,
    .slots = { SET_SLOTS, .make = make_frozenset, .hash = frozenset_hash },
    .methods = frozenset_methods,
};
