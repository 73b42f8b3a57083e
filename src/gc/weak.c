/* The table of weak references: linear probing, deletion by shifting back. */
#include "gc/epoch.h"

enum { FIRST_CAPACITY = 16 };

static size_t home_of(const WeakTable *table, const Object *target)
{
    uint64_t hash = (uint64_t)(uintptr_t)target / GRANULE * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 32) & (table->capacity - 1);
}

/* The entry of TARGET, or the free one where it belongs.  The table is not full. */
static WeakEntry *find(const WeakTable *table, const Object *target)
{
    size_t i = home_of(table, target);
    while (table->entries[i].target && table->entries[i].target != target)
        i = (i + 1) & (table->capacity - 1);
    return &table->entries[i];
}

static bool grow(Gc *gc, size_t capacity)
{
    WeakTable old = gc->weak, table = { .capacity = capacity, .count = old.count };
    gc->hold++;
    table.entries = heap_calloc(&gc->heap, DOMAIN_RAW, capacity, sizeof *table.entries);
    gc->hold--;
    if (!table.entries)
        return false;
    for (size_t i = 0; i < old.capacity; i++)
        if (old.entries[i].target)
            *find(&table, old.entries[i].target) = old.entries[i];
    gc->weak = table;
    heap_free(&gc->heap, old.entries);
    return true;
}

static bool make_room(Gc *gc)
{
    const WeakTable *table = &gc->weak;
    if ((table->count + 1) * 4 <= table->capacity * 3)
        return true;
    return grow(gc, table->capacity ? table->capacity * 2 : FIRST_CAPACITY);
}

static void remove_entry(WeakTable *table, WeakEntry *entry)
{
    size_t mask = table->capacity - 1, hole = (size_t)(entry - table->entries);
    for (size_t i = (hole + 1) & mask; table->entries[i].target; i = (i + 1) & mask) {
        size_t home = home_of(table, table->entries[i].target);
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            table->entries[hole] = table->entries[i];
            hole = i;
        }
    }
    table->entries[hole] = (WeakEntry){ 0 };
    table->count--;
}

static void forget(Gc *gc, Object *target, WeakEntry *entry)
{
    WeakTable *table = &gc->weak;
    target->type_word &= ~(uintptr_t)OBJECT_WEAK;
    remove_entry(table, entry);
    if (table->count == 0)
        weak_close(gc);
    else if (table->capacity > 1024 && table->count * 8 < table->capacity)
        grow(gc, table->capacity / 2);      /* no harm done when it fails */
}

static void link_reference(WeakEntry *entry, WeakRef *reference, WeakRef *after)
{
    reference->prev = after;
    reference->next = after ? after->next : entry->first;
    if (reference->next)
        reference->next->prev = reference;
    if (after)
        after->next = reference;
    else
        entry->first = reference;
}

bool weak_attach(Gc *gc, WeakRef *reference, Object *target, WeakRef *after)
{
    bool is_new = !(target->type_word & OBJECT_WEAK);
    assert(!reference->target);
    if (is_new && !make_room(gc))
        return false;
    WeakEntry *entry = find(&gc->weak, target);
    if (is_new) {
        *entry = (WeakEntry){ target, NULL };
        gc->weak.count++;
        target->type_word |= OBJECT_WEAK;
    }
    link_reference(entry, reference, after);
    reference->target = target;
    return true;
}

void weak_detach(Gc *gc, WeakRef *reference)
{
    Object *target = reference->target;
    if (!target)
        return;
    WeakEntry *entry = find(&gc->weak, target);
    if (reference->prev)
        reference->prev->next = reference->next;
    else
        entry->first = reference->next;
    if (reference->next)
        reference->next->prev = reference->prev;
    reference->target = NULL;
    reference->next = reference->prev = NULL;
    if (!entry->first)
        forget(gc, target, entry);
}

static bool is_dying(const Object *object)
{
    return object->count == 0 || gc_is_waiting(object);
}

/* An epoch has found TARGET guilty, or is about to. */
static bool is_guilty(GcEpoch *e, const Object *target)
{
    if (!e || e->phase < EPOCH_ARM || e->phase == EPOCH_END || !is_suspect(target))
        return false;
    e->touched = true;
    return e->phase == EPOCH_WEAK || e->phase >= EPOCH_HOLD;
}

Object *weak_get(Gc *gc, WeakRef *reference)
{
    Object *target = reference->target;
    if (!target || is_dying(target) || is_guilty(gc->epoch, target))
        return NULL;
    object_retain(target);
    return target;
}

WeakRef *weak_first_peek(Gc *gc, const Object *target)
{
    return target->type_word & OBJECT_WEAK ? find(&gc->weak, target)->first : NULL;
}

size_t weak_count(Gc *gc, const Object *target)
{
    size_t count = 0;
    for (WeakRef *reference = weak_first_peek(gc, target); reference; reference = reference->next)
        count++;
    return count;
}

WeakRef *weak_clear_list(Gc *gc, Object *object, bool (*skip)(const WeakRef *reference))
{
    WeakEntry *entry = find(&gc->weak, object);
    WeakRef *queue = NULL, **end = &queue;
    for (WeakRef *reference = entry->first, *next; reference; reference = next) {
        next = reference->next;
        reference->target = NULL;
        reference->next = reference->prev = NULL;
        /* One that is dying itself is not called back. */
        if (!reference->callback || reference->head.count == 0 || (skip && skip(reference)))
            continue;
        object_retain(&reference->head);
        *end = reference;
        end = &reference->next;
    }
    forget(gc, object, entry);
    return queue;
}

void weak_call_back(Gc *gc, WeakRef *list)
{
    GcDepth before = gc_code_enter(gc);
    for (WeakRef *reference = list, *next; reference; reference = next) {
        next = reference->next;
        reference->next = NULL;
        if (gc->weak_callback)
            gc->weak_callback(gc, reference);
        object_release(gc, &reference->head);
    }
    gc_code_leave(gc, before);
}

void weak_enqueue(Gc *gc, WeakRef *list)
{
    WeakRef *last = list;
    if (!list)
        return;
    while (last->next)
        last = last->next;
    last->next = NULL;
    if (gc->weak_queue_end)
        gc->weak_queue_end->next = list;
    else
        gc->weak_queue = list;
    gc->weak_queue_end = last;
}

void weak_run_queue(Gc *gc)
{
    WeakRef *list = gc->weak_queue;
    gc->weak_queue = gc->weak_queue_end = NULL;
    if (list)
        weak_call_back(gc, list);
}

void weak_drop_queue(Gc *gc)
{
    for (WeakRef *reference = gc->weak_queue, *next; reference; reference = next) {
        next = reference->next;
        reference->next = NULL;
        object_release(gc, &reference->head);
    }
    gc->weak_queue = gc->weak_queue_end = NULL;
}

void weak_clear(Gc *gc, Object *object)
{
    WeakRef *list = weak_clear_list(gc, object, NULL);
    if (list)
        weak_call_back(gc, list);
}

static bool skip_all(const WeakRef *reference)
{
    (void)reference;
    return true;
}

void weak_clear_silently(Gc *gc, Object *object)
{
    weak_clear_list(gc, object, skip_all);
}

void weak_close(Gc *gc)
{
    heap_free(&gc->heap, gc->weak.entries);
    gc->weak = (WeakTable){ 0 };
}

static const char *check_entry(const WeakTable *table, const WeakEntry *entry)
{
    if (find(table, entry->target) != entry)
        return "weak table: an entry cannot be found";
    if (!entry->first || !(entry->target->type_word & OBJECT_WEAK))
        return "weak table: an entry without references or an object without the flag";
    const WeakRef *before = NULL;
    for (const WeakRef *reference = entry->first; reference; reference = reference->next) {
        if (reference->target != entry->target || reference->prev != before)
            return "weak table: a broken list";
        before = reference;
    }
    return NULL;
}

const char *weak_check(const Gc *gc)
{
    const WeakTable *table = &gc->weak;
    size_t count = 0;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->entries[i].target) {
            const char *wrong = check_entry(table, &table->entries[i]);
            if (wrong)
                return wrong;
            count++;
        }
    return count == table->count ? NULL : "weak table: miscounted";
}
