/* dict: the table.
 *
 *   keys = one block:  header | entries[capacity] | hashes[capacity]? | index[slots]
 *   slots is a power of two, capacity < slots; index[i] is the position of an
 *   entry, EMPTY or DELETED; used + spent <= capacity, so that some slot is EMPTY
 *   and every search ends; count = live entries <= used.
 *   Entries stand in the order of insertion; a deleted one has key NULL.
 *   hashes are there unless every key is an exact str.
 *
 * A comparison of keys may run Python code that changes this table: a search
 * then starts again (the block's stamp tells it).  The compact, ordered layout
 * is Raymond Hettinger's idea. */
#include "types/dict.h"
#include "object/budget.h"
#include "types/dict_parts.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/tuple.h"

enum { EMPTY = -1, DELETED = -2, FIRST_LOG2 = 3, PERTURB_SHIFT = 5, SMALL = 200 };

#define ENTRIES_MAX ((int64_t)1 << 48)

/* -- the block */

static inline int64_t slot_count(const DictKeys *k) { return (int64_t)1 << k->log2_slots; }
static inline int64_t usable(unsigned log2) { return ((int64_t)1 << log2) * 2 / 3; }
static inline unsigned index_width(unsigned log2)
{
    return log2 <= 7 ? 1 : log2 <= 15 ? 2 : log2 <= 31 ? 4 : 8;
}

static inline int64_t *hashes(const DictKeys *k) { return (int64_t *)(k->entries + k->capacity); }

static inline void *index_table(const DictKeys *k)
{
    return (char *)(k->entries + k->capacity) + (k->hashed ? (size_t)k->capacity * sizeof(int64_t) : 0);
}

static always_inline int64_t index_get(const DictKeys *k, const void *table, uint64_t slot)
{
    if (likely(k->log2_slots <= 7))
        return ((const int8_t *)table)[slot];
    if (k->log2_slots <= 15)
        return ((const int16_t *)table)[slot];
    if (k->log2_slots <= 31)
        return ((const int32_t *)table)[slot];
    return ((const int64_t *)table)[slot];
}

static always_inline void index_set(DictKeys *k, void *table, uint64_t slot, int64_t position)
{
    if (likely(k->log2_slots <= 7))
        ((int8_t *)table)[slot] = (int8_t)position;
    else if (k->log2_slots <= 15)
        ((int16_t *)table)[slot] = (int16_t)position;
    else if (k->log2_slots <= 31)
        ((int32_t *)table)[slot] = (int32_t)position;
    else
        ((int64_t *)table)[slot] = position;
}

/* The next slot to try: every slot comes up, and all bits of the hash take part. */
#define NEXT_SLOT(slot, perturb, mask) ((perturb) >>= PERTURB_SHIFT, (slot) = ((slot) * 5 + (perturb) + 1) & (mask))

static DictKeys *keys_new(Runtime *rt, unsigned log2, bool hashed)
{
    int64_t capacity = usable(log2);
    if (unlikely(capacity > ENTRIES_MAX))
        return raise_memory_error(rt);
    size_t index_size = ((size_t)1 << log2) * index_width(log2);
    size_t entry_size = sizeof(DictEntry) + (hashed ? sizeof(int64_t) : 0);
    DictKeys *k = memory_alloc(rt, sizeof(DictKeys) + (size_t)capacity * entry_size + index_size);
    if (unlikely(!k))
        return raise_memory_error(rt);
    k->log2_slots = (uint8_t)log2;
    k->hashed = hashed;
    k->spent = 0;
    k->stamp = (uint32_t)++rt->dict_version;
    k->used = 0;
    k->capacity = capacity;
    memset(index_table(k), 0xff, index_size);
    return k;
}

/* One more entry does not fit. */
static inline bool is_full(const DictKeys *k) { return k->used + k->spent >= k->capacity; }

static inline int64_t entry_hash(const DictKeys *k, int64_t position)
{
    return k->hashed ? hashes(k)[position] : (int64_t)((const Str *)k->entries[position].key)->hash;
}

int64_t dict_entry_hash(const Dict *d, int64_t position) { return entry_hash(d->keys, position); }

/* Enter POSITION into the first empty slot for HASH. */
static inline void index_enter(DictKeys *k, int64_t hash, int64_t position)
{
    void *table = index_table(k);
    uint64_t mask = (uint64_t)slot_count(k) - 1, slot = (uint64_t)hash & mask, perturb = (uint64_t)hash;
    while (index_get(k, table, slot) != EMPTY)
        NEXT_SLOT(slot, perturb, mask);
    index_set(k, table, slot, position);
}

static unsigned log2_for(int64_t count)
{
    unsigned log2 = FIRST_LOG2;
    while (usable(log2) < count)
        log2++;
    return log2;
}

static void move_entries(DictKeys *to, const DictKeys *from)
{
    for (int64_t i = 0; i < from->used; i++) {
        if (!from->entries[i].key)
            continue;
        int64_t hash = entry_hash(from, i), position = to->used++;
        to->entries[position] = from->entries[i];
        if (to->hashed)
            hashes(to)[position] = hash;
        index_enter(to, hash, position);
    }
}

#ifdef OURO_DEBUG
/* The equations at the head of this file; every live entry is in the index, once. */
static bool dict_check(const Dict *d)
{
    const DictKeys *k = d->keys;
    if (!k)
        return d->count == 0;
    int64_t live = 0, indexed = 0;
    for (int64_t i = 0; i < k->used; i++)
        live += k->entries[i].key != NULL;
    for (int64_t slot = 0; slot < slot_count(k); slot++) {
        int64_t position = index_get(k, index_table(k), (uint64_t)slot);
        if (position >= k->used || (position >= 0 && !k->entries[position].key))
            return false;
        indexed += position >= 0;
    }
    return live == d->count && indexed == live && k->used + k->spent <= k->capacity && k->capacity < slot_count(k);
}
#endif

/* A table with 1 << LOG2 slots in place of the present one. */
static bool rebuild(Runtime *rt, Dict *d, unsigned log2, bool hashed)
{
    DictKeys *k = keys_new(rt, log2, hashed);
    if (unlikely(!k))
        return false;
    debug_check(dict_check(d));
    DictKeys *old = d->keys;
    /* The allocation may have run a finalizer that filled the dict: the caller looks again. */
    if (unlikely(old && (d->count >= k->capacity || (old->hashed && !hashed)))) {
        memory_free(rt, k);
        return true;
    }
    if (old) {
        move_entries(k, old);
        memory_free(rt, old);
    }
    d->keys = k;
    debug_check(dict_check(d));
    return true;
}

/* Make sure that one more entry fits, whose key is (not) a str. */
static bool make_room(Runtime *rt, Dict *d, bool str_key)
{
    DictKeys *k = d->keys;
    if (unlikely(!k))
        return rebuild(rt, d, FIRST_LOG2, !str_key);
    bool hashed = k->hashed || !str_key;
    if (is_full(k))
        return rebuild(rt, d, log2_for(d->count < SMALL ? d->count * 3 + 1 : d->count * 2), hashed);
    return hashed == k->hashed || rebuild(rt, d, k->log2_slots, true);
}

/* -- look-up */

bool key_hash(Runtime *rt, Borrowed key, int64_t *hash)
{
    if (likely(key_is_str(rt, key))) {
        *hash = (int64_t)str_hash(rt, key);
        return true;
    }
    if (value_is_small_int(key)) {
        int64_t i = small_int(key);
        const int64_t modulus = ((int64_t)1 << 61) - 1;
        if (likely(i > -modulus && i < modulus)) {
            *hash = i == -1 ? -2 : i;
            return true;
        }
    }
    return value_hash(rt, key, hash);
}

static inline bool same_text(const Str *a, const Str *b)
{
    return a->hash == b->hash && a->size == b->size && !(a->flags & b->flags & STR_INTERNED)
        && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* KEY is an exact str whose hash is known; all keys are such. */
static int64_t find_str(const DictKeys *k, Borrowed key)
{
    const void *table = index_table(k);
    uint64_t hash = ((const Str *)key)->hash, mask = (uint64_t)slot_count(k) - 1;
    uint64_t slot = hash & mask, perturb = hash;
    for (;;) {
        int64_t position = index_get(k, table, slot);
        if (position >= 0) {
            Value other = k->entries[position].key;
            if (likely(other == key) || same_text((const Str *)other, (const Str *)key))
                return position;
        } else if (position == EMPTY) {
            return -1;
        }
        NEXT_SLOT(slot, perturb, mask);
    }
}

enum { AGAIN = -3 };

/* KEY against the entry at POSITION, which has the same hash: 1, 0, -1 or AGAIN. */
static int entry_equals(Runtime *rt, Dict *d, int64_t position, Borrowed key)
{
    DictKeys *k = d->keys;
    Value other = k->entries[position].key;
    if (values_are_small_ints(other, key))
        return 0;
    if (key_is_str(rt, other) && key_is_str(rt, key))
        return str_equal(other, key);
    uint32_t stamp = k->stamp;
    retain(other);
    int equal = charge(rt, 1) ? compare_true(rt, other, key, COMPARE_EQ) : -1;
    bool changed = d->keys != k || k->stamp != stamp || k->entries[position].key != other;
    release(rt, other);
    return equal < 0 ? -1 : changed ? AGAIN : equal;
}

/* KEY is a small int: another one is equal only when it is the same.  AGAIN: there is
 * a key of another kind with this hash, which may be equal. */
static int64_t find_small_int(const DictKeys *k, Borrowed key, int64_t hash)
{
    const void *table = index_table(k);
    uint64_t mask = (uint64_t)slot_count(k) - 1, slot = (uint64_t)hash & mask, perturb = (uint64_t)hash;
    for (;;) {
        int64_t position = index_get(k, table, slot);
        if (position >= 0) {
            Value other = k->entries[position].key;
            if (other == key)
                return position;
            if (unlikely(!value_is_small_int(other)) && hashes(k)[position] == hash)
                return AGAIN;
        } else if (position == EMPTY) {
            return -1;
        }
        NEXT_SLOT(slot, perturb, mask);
    }
}

static int64_t find_hashed(Runtime *rt, Dict *d, Borrowed key, int64_t hash)
{
    if (value_is_small_int(key) && d->keys->hashed) {
        int64_t position = find_small_int(d->keys, key, hash);
        if (likely(position != AGAIN))
            return position;
    }
again:;
    DictKeys *k = d->keys;
    if (!k)
        return -1;
    const void *table = index_table(k);
    uint64_t mask = (uint64_t)slot_count(k) - 1, slot = (uint64_t)hash & mask, perturb = (uint64_t)hash;
    for (;;) {
        int64_t position = index_get(k, table, slot);
        if (position == EMPTY)
            return -1;
        if (position >= 0 && entry_hash(k, position) == hash) {
            if (k->entries[position].key == key)
                return position;
            int equal = entry_equals(rt, d, position, key);
            if (equal == 1)
                return position;
            if (equal == -1)
                return -2;
            if (equal == AGAIN)
                goto again;
        }
        NEXT_SLOT(slot, perturb, mask);
    }
}

int64_t dict_find(Runtime *rt, Dict *d, Borrowed key, int64_t hash)
{
    DictKeys *k = d->keys;
    if (!k || d->count == 0)
        return -1;
    if (likely(!k->hashed && key_is_str(rt, key)))
        return find_str(k, key);
    return find_hashed(rt, d, key, hash);
}

bool dict_lookup_hashed(Runtime *rt, Borrowed dict, Borrowed key, int64_t hash, Borrowed *found)
{
    int64_t position = dict_find(rt, dict_of(dict), key, hash);
    *found = position >= 0 ? dict_of(dict)->keys->entries[position].value : NULL;
    return position != -2;
}

bool dict_lookup(Runtime *rt, Borrowed dict, Borrowed key, Borrowed *found)
{
    int64_t hash;
    *found = NULL;
    return key_hash(rt, key, &hash) && dict_lookup_hashed(rt, dict, key, hash, found);
}

bool dict_lookup_owned(Runtime *rt, Borrowed dict, Borrowed key, Owned *found)
{
    bool fine = dict_lookup(rt, dict, key, found);
    retain(*found);
    return fine;
}

bool dict_contains(Runtime *rt, Borrowed dict, Borrowed key, bool *found)
{
    Value value;
    bool fine = dict_lookup(rt, dict, key, &value);
    *found = value != NULL;
    return fine;
}

/* Of a table with other keys as well: only str (and subclasses that compare as str) count. */
static int64_t find_str_quietly(Runtime *rt, Dict *d, Borrowed key, int64_t hash)
{
    DictKeys *k = d->keys;
    const void *table = index_table(k);
    uint64_t mask = (uint64_t)slot_count(k) - 1, slot = (uint64_t)hash & mask, perturb = (uint64_t)hash;
    for (;;) {
        int64_t position = index_get(k, table, slot);
        if (position == EMPTY)
            return -1;
        if (position >= 0) {
            Value other = k->entries[position].key;
            if (other == key)
                return position;
            if (entry_hash(k, position) == hash && value_is_str(other)
                && object_type(value_object(other))->slots->compare == rt->str_type->slots->compare
                && str_equal(other, key))
                return position;
        }
        NEXT_SLOT(slot, perturb, mask);
    }
}

int64_t dict_position_peek(Runtime *rt, Borrowed dict, Borrowed key)
{
    Dict *d = dict_of(dict);
    if (d->count == 0)
        return -1;
    uint64_t hash = str_hash(rt, key);
    if (likely(!d->keys->hashed && key_is_str(rt, key)))
        return find_str(d->keys, key);
    return find_str_quietly(rt, d, key, (int64_t)hash);
}

Borrowed dict_get_peek(Runtime *rt, Borrowed dict, Borrowed key)
{
    int64_t position = dict_position_peek(rt, dict, key);
    return position < 0 ? NULL : dict_of(dict)->keys->entries[position].value;
}

Borrowed dict_get_text_peek(Runtime *rt, Borrowed dict, const char *text)
{
    Dict *d = dict_of(dict);
    if (d->count == 0)
        return NULL;
    Value key = str_from_text(rt, text);
    if (!key) {
        /* No memory for the key: look at every entry. */
        error_clear(rt);
        for (int64_t i = 0; i < d->keys->used; i++)
            if (d->keys->entries[i].key && value_is_str(d->keys->entries[i].key)
                && str_equal_text(d->keys->entries[i].key, text))
                return d->keys->entries[i].value;
        return NULL;
    }
    Value found = dict_get_peek(rt, dict, key);
    release(rt, key);
    return found;
}

/* -- changing */

static inline void changed(Runtime *rt, Dict *d) { d->version = ++rt->dict_version; }

static bool insert_new(Runtime *rt, Dict *d, Borrowed key, int64_t hash, Borrowed value)
{
    bool str_key = key_is_str(rt, key);
    while (unlikely(!d->keys || is_full(d->keys) || (!str_key && !d->keys->hashed)))
        if (!make_room(rt, d, str_key))
            return false;
    DictKeys *k = d->keys;
    int64_t position = k->used++;
    k->entries[position] = (DictEntry){ retain(key), retain(value) };
    if (k->hashed)
        hashes(k)[position] = hash;
    index_enter(k, hash, position);
    d->count++;
    changed(rt, d);
    if (value_needs_tracking(rt, value) || value_needs_tracking(rt, key))
        gc_track(&rt->gc, &d->head);
    return true;
}

bool dict_set_hashed(Runtime *rt, Borrowed dict, Borrowed key, int64_t hash, Borrowed value)
{
    Dict *d = dict_of(dict);
    int64_t position = dict_find(rt, d, key, hash);
    if (position == -2)
        return false;
    if (position == -1)
        return insert_new(rt, d, key, hash, value);
    Value *place = &d->keys->entries[position].value, old = *place;
    *place = retain(value);
    changed(rt, d);
    if (value_needs_tracking(rt, value))
        gc_track(&rt->gc, &d->head);
    release(rt, old);
    return true;
}

bool dict_set(Runtime *rt, Borrowed dict, Borrowed key, Borrowed value)
{
    int64_t hash;
    return key_hash(rt, key, &hash) && dict_set_hashed(rt, dict, key, hash, value);
}

bool dict_set_text(Runtime *rt, Borrowed dict, const char *text, Borrowed value)
{
    Value key = str_intern_text(rt, text);
    if (!key)
        return false;
    bool fine = dict_set(rt, dict, key, value);
    release(rt, key);
    return fine;
}

bool dict_set_default(Runtime *rt, Borrowed dict, Borrowed key, Borrowed value, Owned *found)
{
    int64_t hash;
    *found = NULL;
    if (!key_hash(rt, key, &hash))
        return false;
    int64_t position = dict_find(rt, dict_of(dict), key, hash);
    if (position == -2 || (position == -1 && !insert_new(rt, dict_of(dict), key, hash, value)))
        return false;
    *found = retain(position < 0 ? value : dict_of(dict)->keys->entries[position].value);
    return true;
}

void dict_take_entry(Runtime *rt, Dict *d, int64_t position, Owned *key, Owned *value)
{
    DictKeys *k = d->keys;
    uint64_t hash = (uint64_t)entry_hash(k, position), mask = (uint64_t)slot_count(k) - 1;
    uint64_t slot = hash & mask, perturb = hash;
    void *table = index_table(k);
    while (index_get(k, table, slot) != position)
        NEXT_SLOT(slot, perturb, mask);
    index_set(k, table, slot, DELETED);
    *key = k->entries[position].key;
    *value = k->entries[position].value;
    object_touch(&d->head);
    value_touch(*key);
    value_touch(*value);
    k->entries[position] = (DictEntry){ NULL, NULL };
    d->count--;
    changed(rt, d);
}

void dict_take_last(Runtime *rt, Dict *d, Owned *key, Owned *value)
{
    DictKeys *k = d->keys;
    int64_t position = dict_previous_position(d, k->used - 1), lost = k->used - position;
    dict_take_entry(rt, d, position, key, value);
    /* The places from here on are free again; their slots in the index are not. */
    if (likely(k->spent + lost <= UINT16_MAX)) {
        k->used = position;
        k->spent = (uint16_t)(k->spent + lost);
        k->stamp = (uint32_t)++rt->dict_version;
    } else if (!rebuild(rt, d, k->log2_slots, k->hashed)) {
        error_clear(rt);
    }
}

bool dict_pop(Runtime *rt, Borrowed dict, Borrowed key, Owned *taken)
{
    int64_t hash;
    *taken = NULL;
    return key_hash(rt, key, &hash) && dict_pop_hashed(rt, dict, key, hash, taken);
}

bool dict_pop_hashed(Runtime *rt, Borrowed dict, Borrowed key, int64_t hash, Owned *taken)
{
    *taken = NULL;
    int64_t position = dict_find(rt, dict_of(dict), key, hash);
    if (position < 0)
        return position == -1;
    Value old_key;
    dict_take_entry(rt, dict_of(dict), position, &old_key, taken);
    release(rt, old_key);
    return true;
}

bool dict_delete(Runtime *rt, Borrowed dict, Borrowed key)
{
    Value taken;
    if (!dict_pop(rt, dict, key, &taken))
        return false;
    if (!taken)
        return raise_key_error(rt, key);
    release(rt, taken);
    return true;
}

void dict_clear(Runtime *rt, Borrowed dict)
{
    Dict *d = dict_of(dict);
    DictKeys *k = d->keys;
    if (!k)
        return;
    d->keys = NULL;
    d->count = 0;
    changed(rt, d);
    for (int64_t i = 0; i < k->used; i++) {
        release(rt, k->entries[i].key);
        release(rt, k->entries[i].value);
    }
    memory_free(rt, k);
}

/* -- moving an entry to an end */

/* A copy of the table with room in front of the entries. */
static bool open_front(Runtime *rt, Dict *d)
{
    int64_t room = d->count / 2 + 1;
    DictKeys *k = keys_new(rt, log2_for(d->count + 2 * room), d->keys->hashed);
    if (!k)
        return false;
    k->used = room;
    memset(k->entries, 0, (size_t)room * sizeof(DictEntry));
    move_entries(k, d->keys);
    memory_free(rt, d->keys);
    d->keys = k;
    return true;
}

static bool move_first(Runtime *rt, Dict *d, int64_t position)
{
    DictKeys *k = d->keys;
    Value key = k->entries[position].key;
    int64_t hash = entry_hash(k, position), first = dict_next_position(d, 0);
    if (first == position)
        return true;
    if (first == 0 || is_full(k) || k->spent == UINT16_MAX) {
        if (!open_front(rt, d))
            return false;
        k = d->keys;
        first = dict_next_position(d, 0);
        for (position = first; k->entries[position].key != key;)
            position++;
    }
    Value value;
    dict_take_entry(rt, d, position, &key, &value);
    k->entries[first - 1] = (DictEntry){ key, value };
    if (k->hashed)
        hashes(k)[first - 1] = hash;
    index_enter(k, hash, first - 1);
    k->spent++;
    d->count++;
    return true;
}

bool dict_move(Runtime *rt, Dict *d, int64_t position, bool last)
{
    if (!last)
        return move_first(rt, d, position);
    if (position == dict_previous_position(d, d->keys->used - 1))
        return true;
    int64_t hash = entry_hash(d->keys, position);
    Value key, value;
    dict_take_entry(rt, d, position, &key, &value);
    bool fine = insert_new(rt, d, key, hash, value);
    release(rt, key);
    release(rt, value);
    return fine;
}

/* -- walking */

int64_t dict_next_position(const Dict *d, int64_t position)
{
    const DictKeys *k = d->keys;
    if (!k)
        return -1;
    for (; position < k->used; position++)
        if (k->entries[position].key)
            return position;
    return -1;
}

int64_t dict_previous_position(const Dict *d, int64_t position)
{
    const DictKeys *k = d->keys;
    if (!k)
        return -1;
    for (position = MIN(position, k->used - 1); position >= 0; position--)
        if (k->entries[position].key)
            return position;
    return -1;
}

bool dict_next_peek(Borrowed dict, int64_t *position, Borrowed *key, Borrowed *value)
{
    int64_t at = dict_next_position(dict_of(dict), *position);
    if (at < 0)
        return false;
    const DictEntry *entry = &dict_of(dict)->keys->entries[at];
    if (key)
        *key = entry->key;
    if (value)
        *value = entry->value;
    *position = at + 1;
    return true;
}

/* -- making */

Owned dict_new(Runtime *rt)
{
    Dict *d = (Dict *)gc_alloc(&rt->gc, &rt->dict_type->gc, sizeof(Dict));
    if (unlikely(!d))
        return raise_memory_error(rt);
    return object_value(d);
}

Owned dict_new_sized(Runtime *rt, int64_t count)
{
    Value dict = dict_new(rt);
    if (dict && count > 5 && !(dict_of(dict)->keys = keys_new(rt, log2_for(count), false))) {
        release(rt, dict);
        return NULL;
    }
    return dict;
}

/* An exact copy of a block from which nothing was deleted. */
static void clone_keys(DictKeys *k, const DictKeys *from)
{
    memcpy(k->entries, from->entries, (size_t)((char *)index_table(from) - (char *)from->entries));
    memcpy(index_table(k), index_table(from), (size_t)slot_count(from) * index_width(from->log2_slots));
    k->used = from->used;
    k->spent = from->spent;
}

Owned dict_copy_entries(Runtime *rt, Dict *from)
{
    Value dict = charge_items(rt, 2 * from->count) ? dict_new(rt) : NULL;
    if (!dict || from->count == 0)
        return dict;
    Dict *d = dict_of(dict);
    for (;;) {
        uint64_t version = from->version;
        bool whole = from->keys->used == from->count;
        d->keys = keys_new(rt, whole ? from->keys->log2_slots : log2_for(from->count), from->keys->hashed);
        if (!d->keys) {
            release(rt, dict);
            return NULL;
        }
        if (likely(version == from->version)) {
            if (whole)
                clone_keys(d->keys, from->keys);
            else
                move_entries(d->keys, from->keys);
            break;
        }
        memory_free(rt, d->keys);
        d->keys = NULL;
        if (from->count == 0)
            return dict;
    }
    for (int64_t i = 0; i < d->keys->used; i++) {
        retain(d->keys->entries[i].key);
        retain(d->keys->entries[i].value);
    }
    d->count = from->count;
    changed(rt, d);
    if (gc_is_tracked(&from->head))
        gc_track(&rt->gc, &d->head);
    return dict;
}

Owned dict_copy(Runtime *rt, Borrowed dict) { return dict_copy_entries(rt, dict_of(dict)); }

/* -- life */

int dict_traverse(Object *self, GcVisit visit, void *argument)
{
    const DictKeys *k = ((Dict *)self)->keys;
    for (int64_t i = 0; k && i < k->used; i++) {
        VISIT_VALUE(k->entries[i].key);
        VISIT_VALUE(k->entries[i].value);
    }
    return type_traverse_object(self, visit, argument);
}

static void visit_if_object(Borrowed v, GcVisit visit, void *argument)
{
    if (v && value_is_object(v))
        visit(value_object(v), argument);
}

/* A place is that of an entry. */
size_t dict_traverse_part(Object *self, size_t from, size_t count, GcVisit visit, void *argument)
{
    const DictKeys *k = ((Dict *)self)->keys;
    size_t all = k ? (size_t)k->used : 0, end = MIN(from + count, all);
    for (size_t i = from; i < end; i++) {
        visit_if_object(k->entries[i].key, visit, argument);
        visit_if_object(k->entries[i].value, visit, argument);
    }
    if (end < all)
        return end;
    type_traverse_object(self, visit, argument);
    return GC_ALL_VISITED;
}

void dict_clear_fields(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    dict_clear(rt, object_value(self));
    if (object_type(self) != rt->dict_type)
        type_clear_object(rt, self);
}

void dict_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    gc_untrack(gc, self);
    dict_clear(rt, object_value(self));
    if (likely(object_type(self) == rt->dict_type))
        gc_free(gc, self);
    else
        type_free_object(rt, self);
}

static Owned dict_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    if (type == rt->dict_type)
        return dict_new(rt);
    Dict *d = instance_make(rt, type);
    return d ? object_tracked(rt, d) : NULL;
}

static bool set_keywords(Runtime *rt, Borrowed self, const Value *values, Borrowed keywords)
{
    for (int64_t i = 0; keywords && i < tuple_count(keywords); i++)
        if (!dict_set(rt, self, tuple_item_peek(keywords, i), values[i]))
            return false;
    return true;
}

bool dict_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    return positional_count(rt, "dict", count, 0, 1)
        && (count == 0 || dict_update(rt, self, args[0]))
        && set_keywords(rt, self, args + count, keywords);
}

/* -- mapping */

static int64_t dict_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return dict_count(self);
}

static int contains_key(Runtime *rt, Borrowed self, Borrowed key)
{
    bool found;
    return dict_contains(rt, self, key, &found) ? found : -1;
}

static Owned dict_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    Value found;
    if (!dict_lookup_owned(rt, self, key, &found) || found)
        return found;
    if (object_type(value_object(self)) != rt->dict_type) {
        found = call_special(rt, self, rt->names.__missing__, &key, 1);
        if (found || error_pending(rt))
            return found;
    }
    return raise_key_error(rt, key);
}

static bool dict_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    return value ? dict_set(rt, self, key, value) : dict_delete(rt, self, key);
}

static void dict_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Dict *)self)->keys);
}

const TypeDef dict_type_def = {
    .name = "dict",
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary with a mapping's (key, value) pairs\n"
           "dict(iterable) -> new dictionary from an iterable of pairs\n"
           "dict(**kwargs) -> new dictionary with the name=value pairs of the call",
    .size = sizeof(Dict),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_MAPPING | TYPE_IS_DICT,
    .traverse = dict_traverse, .traverse_part = dict_traverse_part, .steady = true,
    .clear = dict_clear_fields,
    .buffers = dict_buffers,
    .free = dict_free,
    .slots = {
        .repr = dict_repr,
        .compare = dict_compare,
        .iter = dict_iter,
        .make = dict_make,
        .init = dict_init,
        .length = dict_length,
        .contains = contains_key,
        .get_item = dict_get_item,
        .set_item = dict_set_item,
        .binary = { [BINARY_OR] = dict_or },
        .inplace = { [BINARY_OR] = dict_inplace_or },
    },
    .methods = dict_methods,
};
