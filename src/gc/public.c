/* ouro_memory.h: the heap and the collector for any C program.
 *
 * The public structures are the internal ones under other names; the assertions
 * below hold them together.
 */
#include "gc/collect.h"
#include "memory/stats.h"
#include "ouro_memory.h"

#include <stdlib.h>

struct ou_heap {
    Gc gc;                      /* the first member: a Gc * is an ou_heap * */
    void *user;
};

struct ou_weak {
    WeakRef reference;          /* its callback is the reference itself, if there is a function */
    ou_weak_callback function;
    void *argument;
    ou_heap *heap;
};

#define SAME(public, internal) static_assert(offsetof(ou_type, public) == offsetof(GcType, internal), #public)
SAME(name, name);
SAME(traverse, traverse);
SAME(clear, clear);
SAME(finalize, finalize);
SAME(free, free);
SAME(size, basic_size);
SAME(flags, flags);
SAME(traverse_part, traverse_part);
static_assert(sizeof(ou_type) == sizeof(GcType) && _Alignof(ou_type) == _Alignof(GcType), "ou_type");
static_assert(sizeof(ou_object) == sizeof(Object), "ou_object");
static_assert(offsetof(ou_source, self) == offsetof(HeapSource, self) && sizeof(ou_source) == sizeof(HeapSource), "ou_source");
static_assert((int)OU_DOMAINS == (int)HEAP_DOMAINS && (int)OU_DOMAIN_CONTAINER == (int)DOMAIN_CONTAINER, "ou_domain");
static_assert((int)OU_HEAP_CHECKED == (int)HEAP_CHECKED && (int)OU_HEAP_SYSTEM == (int)HEAP_SYSTEM, "ou_heap_mode");
static_assert((int)OU_CONTAINER == (int)OBJECT_CONTAINER && (int)OU_STEADY == (int)GCTYPE_STEADY, "flags of types");
static_assert(OU_ALL_VISITED == GC_ALL_VISITED, "OU_ALL_VISITED");

static Object *inner(ou_object *object) { return (Object *)object; }
static const Object *inner_const(const ou_object *object) { return (const Object *)object; }

static void call_function(Gc *gc, WeakRef *reference)
{
    ou_weak *weak = (ou_weak *)reference;
    if (weak->function)
        weak->function((ou_heap *)gc, weak->argument);
}

ou_heap *ou_heap_open(const ou_heap_options *options)
{
    static const ou_heap_options defaults;
    options = options ? options : &defaults;
    ou_heap *heap = malloc(sizeof *heap);
    if (!heap)
        return NULL;
    HeapOptions inner_options = {
        .limit = options->limit, .mode = (HeapMode)options->mode,
        .source = (const HeapSource *)options->source,
        .on_misuse = options->on_misuse, .misuse_argument = options->misuse_argument,
    };
    gc_open(&heap->gc, &inner_options);
    heap->gc.weak_callback = call_function;
    heap->user = options->user;
    return heap;
}

size_t ou_heap_close(ou_heap *heap)
{
    gc_close(&heap->gc);
    size_t left = heap_live(&heap->gc.heap).blocks;
    heap_close(&heap->gc.heap);
    free(heap);
    return left;
}

void *ou_heap_user(const ou_heap *heap) { return heap->user; }

void *ou_heap_alloc(ou_heap *heap, ou_domain domain, size_t size)
{
    return heap_alloc(&heap->gc.heap, (Domain)domain, size);
}

void *ou_heap_calloc(ou_heap *heap, ou_domain domain, size_t count, size_t size)
{
    return heap_calloc(&heap->gc.heap, (Domain)domain, count, size);
}

void *ou_heap_realloc(ou_heap *heap, ou_domain domain, void *block, size_t size)
{
    return heap_realloc(&heap->gc.heap, (Domain)domain, block, size);
}

void ou_heap_free(ou_heap *heap, void *block) { heap_free(&heap->gc.heap, block); }

size_t ou_heap_usable_size(const ou_heap *heap, const void *block)
{
    return heap_usable_size(&heap->gc.heap, block);
}

size_t ou_heap_trim(ou_heap *heap) { return heap_trim(&heap->gc.heap); }

bool ou_heap_set_limit(ou_heap *heap, size_t limit) { return heap_set_limit(&heap->gc.heap, limit); }

void ou_heap_fail_at(ou_heap *heap, uint64_t n, bool forever) { heap_fail_at(&heap->gc.heap, n, forever); }

uint64_t ou_heap_requests(const ou_heap *heap) { return heap->gc.heap.requests; }

const char *ou_heap_check(const ou_heap *heap) { return gc_check(&heap->gc); }

static ou_count count_of(HeapCount count) { return (ou_count){ count.blocks, count.bytes }; }

void ou_heap_stats(const ou_heap *heap, ou_heap_statistics *statistics)
{
    HeapStats stats;
    heap_stats(&heap->gc.heap, &stats);
    *statistics = (ou_heap_statistics){
        .limit = stats.limit, .reserved = stats.reserved, .peak = stats.peak, .idle = stats.idle,
        .arenas = stats.arenas, .empty_arenas = stats.empty_arenas, .pools = stats.pools,
        .used_pools = stats.used_pools, .full_pools = stats.full_pools, .empty_pools = stats.empty_pools,
        .live = count_of(stats.live), .large = count_of(stats.spans), .huge = count_of(stats.huge),
    };
    for (int domain = 0; domain < OU_DOMAINS; domain++)
        statistics->domain[domain] = count_of(stats.domain[domain]);
}

int ou_heap_walk(ou_heap *heap, ou_block_visit visit, void *argument)
{
    HeapCursor cursor;
    HeapBlock block;
    int stop = 0;
    heap_cursor_open(&cursor, &heap->gc.heap, DOMAINS_ALL);
    while (!stop && heap_cursor_next(&cursor, &block))
        stop = visit(argument, block.start, block.size, (ou_domain)block.domain);
    heap_cursor_close(&cursor);
    return stop;
}

ou_object *ou_object_new(ou_heap *heap, const ou_type *type, size_t size)
{
    return (ou_object *)gc_alloc(&heap->gc, (const GcType *)type, size);
}

void ou_object_retain(ou_object *object) { object_retain(inner(object)); }

void ou_object_release(ou_heap *heap, ou_object *object)
{
    if (object)
        object_release(&heap->gc, inner(object));
}

void ou_object_free(ou_heap *heap, ou_object *object) { gc_free(&heap->gc, inner(object)); }

void ou_object_track(ou_heap *heap, ou_object *object) { gc_track(&heap->gc, inner(object)); }

void ou_object_untrack(ou_heap *heap, ou_object *object) { gc_untrack(&heap->gc, inner(object)); }

const ou_type *ou_object_type(const ou_object *object)
{
    return (const ou_type *)object_gc_type(inner_const(object));
}

int32_t ou_object_references(const ou_object *object) { return object_references(inner_const(object)); }

void ou_object_touch(ou_object *object) { object_touch(inner(object)); }

int ou_object_generation(const ou_object *object) { return gc_generation(inner_const(object)); }

size_t ou_gc_collect(ou_heap *heap, int generation) { return gc_collect(&heap->gc, generation).collected; }

void ou_gc_enable(ou_heap *heap, bool enabled) { gc_enable(&heap->gc, enabled); }

void ou_gc_set_threshold(ou_heap *heap, int generation, int threshold)
{
    gc_set_threshold(&heap->gc, generation, threshold);
}

int ou_gc_threshold(const ou_heap *heap, int generation) { return heap->gc.counter[generation].threshold; }

int ou_gc_count(const ou_heap *heap, int generation) { return heap->gc.counter[generation].count; }

void ou_gc_freeze(ou_heap *heap) { gc_freeze(&heap->gc); }

void ou_gc_unfreeze(ou_heap *heap) { gc_unfreeze(&heap->gc); }

void ou_gc_stats(const ou_heap *heap, int generation, ou_gc_statistics *statistics)
{
    const GcStats *stats = &heap->gc.stats[generation];
    *statistics = (ou_gc_statistics){
        .collections = stats->collections, .collected = stats->collected, .candidates = stats->candidates,
        .nanoseconds = stats->nanoseconds, .longest = stats->longest,
        .tracked = gc_count_tracked(&heap->gc, generation),
    };
}

int ou_gc_each(ou_heap *heap, int generation, ou_visit visit, void *argument)
{
    return gc_each_tracked(&heap->gc, generation, (GcVisit)visit, argument);
}

int ou_gc_each_referrer(ou_heap *heap, const ou_object *target, ou_visit visit, void *argument)
{
    return gc_each_referrer(&heap->gc, inner_const(target), (GcVisit)visit, argument);
}

int ou_gc_each_referent(ou_object *object, ou_visit visit, void *argument)
{
    return gc_each_referent(inner(object), (GcVisit)visit, argument);
}

static void free_weak(Gc *gc, Object *self)
{
    weak_detach(gc, (WeakRef *)self);
    gc_free(gc, self);
}

static const GcType weak_type = {
    .name = "weak reference", .free = free_weak, .basic_size = sizeof(ou_weak), .flags = GCTYPE_WEAKREF,
};

ou_weak *ou_weak_new(ou_heap *heap, ou_object *target, ou_weak_callback callback, void *argument)
{
    ou_weak *weak = (ou_weak *)gc_alloc(&heap->gc, &weak_type, sizeof *weak);
    if (!weak)
        return NULL;
    weak->function = callback;
    weak->argument = argument;
    weak->heap = heap;
    weak->reference.callback = callback ? &weak->reference.head : NULL;
    if (weak_attach(&heap->gc, &weak->reference, inner(target), NULL))
        return weak;
    gc_free(&heap->gc, &weak->reference.head);
    return NULL;
}

ou_object *ou_weak_get(const ou_weak *weak)
{
    return (ou_object *)weak_get(&weak->heap->gc, (WeakRef *)&weak->reference);
}

void ou_weak_free(ou_heap *heap, ou_weak *weak)
{
    if (weak)
        object_release(&heap->gc, &weak->reference.head);
}
