/* The proof that every figure adds up, and the table that it and why() count with. */
#include "inspect/references.h"

#include <stdio.h>

#include "memory/stats.h"
#include "memory/walk.h"
#include "types/instance.h"
#include "types/str.h"

int references_each(Object *object, GcVisit visit, void *argument)
{
    const GcType *type = object_gc_type(object);
    return type->traverse ? type->traverse(object, visit, argument) : 0;
}

/* -- the table */

/* Objects, and buffers. */
static size_t objects_in(const Heap *heap)
{
    HeapStats stats;
    heap_stats(heap, &stats);
    return stats.domain[DOMAIN_OBJECT].blocks + stats.domain[DOMAIN_CONTAINER].blocks + stats.domain[DOMAIN_MEMORY].blocks;
}

bool tally_open(Tally *tally, Runtime *rt)
{
    gc_settle(&rt->gc);
    size_t places = 1024;
    gc_drain(&rt->gc);
    while (places < objects_in(&rt->gc.heap) * 3 / 2)
        places *= 2;
    *tally = (Tally){ .rt = rt, .mask = places - 1 };
    tally->entries = heap_calloc(&rt->gc.heap, DOMAIN_RAW, places, sizeof *tally->entries);
    return tally->entries;
}

void tally_close(Tally *tally)
{
    heap_free(&tally->rt->gc.heap, tally->entries);
    tally->entries = NULL;
}

static struct TallyEntry *place_of(const Tally *tally, const Object *object)
{
    size_t i = (uintptr_t)object / GRANULE * UINT64_C(0x9e3779b97f4a7c15) >> 20 & tally->mask;
    while (tally->entries[i].object && tally->entries[i].object != object)
        i = (i + 1) & tally->mask;
    return &tally->entries[i];
}

struct TallyEntry *tally_find(const Tally *tally, const Object *object)
{
    struct TallyEntry *entry = place_of(tally, object);
    return entry->object ? entry : NULL;
}

static void add_block(Tally *tally, void *block)
{
    place_of(tally, block)->object = block;
    tally->count++;
}

static void add_object(void *argument, void *block)
{
    if (!gc_is_waiting(block))
        add_block(argument, block);
}

/* Immortal objects that stand in no heap are not in the table. */
static int count_edge(Object *child, void *argument)
{
    struct TallyEntry *entry = place_of(argument, child);
    entry->edges += entry->object != NULL;
    return 0;
}

static int count_root(Object *child, const Root *root unused, void *argument)
{
    struct TallyEntry *entry = place_of(argument, child);
    entry->roots += entry->object != NULL;
    return 0;
}

void tally_count(Tally *tally)
{
    heap_each(&tally->rt->gc.heap, DOMAIN_CONTAINER, add_object, tally);
    heap_each(&tally->rt->gc.heap, DOMAIN_OBJECT, add_object, tally);
    for (size_t i = 0; i <= tally->mask; i++)
        if (tally->entries[i].object)
            references_each(tally->entries[i].object, count_edge, tally);
    roots_each(tally->rt, count_root, tally);
}

/* -- the proof */

enum { COMPLAINTS_SHOWN = 20 };

static void complain(const struct TallyEntry *entry, int64_t number)
{
    const Object *o = entry->object;
    if (number >= COMPLAINTS_SHOWN)
        return;
    fprintf(stderr, "ouro: %s at %p: %d references, but %lld held by objects and %lld by the runtime",
            object_gc_type(o)->name, (const void *)o, o->count, (long long)entry->edges, (long long)entry->roots);
    if (value_is_str(object_value(o)))
        fprintf(stderr, ": '%.60s'", str_bytes(object_value(o)));
    fprintf(stderr, "\n");
}

static int64_t verify_counts(Runtime *rt)
{
    Tally tally;
    int64_t wrong = 0;
    if (!tally_open(&tally, rt))
        return -1;
    tally_count(&tally);
    for (size_t i = 0; i <= tally.mask; i++) {
        const struct TallyEntry *entry = &tally.entries[i];
        if (entry->object && !object_is_immortal(entry->object) && entry->object->count != entry->edges + entry->roots)
            complain(entry, wrong++);
    }
    tally_close(&tally);
    return wrong;
}

/* -- every block of the domain memory is a buffer of exactly one object */

static void add_buffer(void *argument, void *block)
{
    add_block(argument, block);
}

static void count_owner(const void *block, void *argument)
{
    struct TallyEntry *entry = place_of(argument, block);
    entry->edges++;
    if (!entry->object)
        fprintf(stderr, "ouro: a buffer at %p is no block of the domain memory\n", block);
}

static void count_owners(void *argument, void *block)
{
    if (!gc_is_waiting(block))
        object_buffers(block, count_owner, argument);
}

static int64_t verify_buffers(Runtime *rt)
{
    const Heap *heap = &rt->gc.heap;
    Tally tally;
    int64_t wrong = 0;
    if (!tally_open(&tally, rt))
        return -1;
    heap_each(heap, DOMAIN_MEMORY, add_buffer, &tally);
    heap_each(heap, DOMAIN_CONTAINER, count_owners, &tally);
    heap_each(heap, DOMAIN_OBJECT, count_owners, &tally);
    for (size_t i = 0; i <= tally.mask; i++) {
        const struct TallyEntry *entry = &tally.entries[i];
        if (!entry->object || entry->edges == 1)
            continue;
        if (wrong++ < COMPLAINTS_SHOWN)
            fprintf(stderr, "ouro: the buffer at %p of %zu bytes has %lld owners\n", (void *)entry->object,
                    heap_usable_size(heap, entry->object), (long long)entry->edges);
    }
    tally_close(&tally);
    return wrong;
}

static void add_count(void *argument, void *block)
{
    const Object *object = block;
    if (!object_is_immortal(object) && !gc_is_waiting(object))
        *(int64_t *)argument += object->count;
}

int64_t references_total(Runtime *rt)
{
    int64_t total = 0;
    heap_each(&rt->gc.heap, DOMAIN_CONTAINER, add_count, &total);
    heap_each(&rt->gc.heap, DOMAIN_OBJECT, add_count, &total);
    return total;
}

int64_t references_verify(Runtime *rt)
{
    gc_settle(&rt->gc);
    const char *broken = gc_check(&rt->gc);
    if (broken)
        fprintf(stderr, "ouro: %s\n", broken);
    int64_t counts = verify_counts(rt), buffers = verify_buffers(rt);
    return counts < 0 || buffers < 0 ? -1 : counts + buffers + (broken != NULL);
}
