/* What can be reached, and how: breadth first, so the first way found is a shortest one. */
#include "inspect/references.h"

#include "memory/stats.h"
#include "memory/walk.h"
#include "vm/frame.h"

static ReachEntry *place_of(const Reach *reach, const Object *object)
{
    size_t i = (uintptr_t)object / GRANULE * UINT64_C(0x9e3779b97f4a7c15) >> 20 & reach->mask;
    while (reach->entries[i].object && reach->entries[i].object != object)
        i = (i + 1) & reach->mask;
    return &reach->entries[i];
}

ReachEntry *reach_find(const Reach *reach, const Object *object)
{
    ReachEntry *entry = place_of(reach, object);
    return entry->object ? entry : NULL;
}

static void push(Reach *reach, Object *object, Object *parent, const Root *root)
{
    ReachEntry *entry = place_of(reach, object);
    if (entry->object)
        return;
    *entry = (ReachEntry){ .object = object, .parent = parent };
    if (root)
        entry->root = *root;
    reach->queue[reach->count++] = object;
}

typedef struct Step { Reach *reach; Object *parent; Frame *skip_to; } Step;

/* Immortal objects outside the heap are no part of the picture: built-in types are inside. */
static int visit_child(Object *child, void *argument)
{
    Step *step = argument;
    push(step->reach, child, step->parent, NULL);
    return 0;
}

static bool is_skipped(const Step *step, const Runtime *rt, const Frame *frame)
{
    for (const Frame *f = rt->frame; frame && f != step->skip_to; f = f->previous)
        if (f == frame)
            return true;
    return false;
}

static int visit_root(Object *child, const Root *root, void *argument)
{
    Step *step = argument;
    if (!is_skipped(step, step->reach->rt, root->frame))
        push(step->reach, child, NULL, root);
    return 0;
}

static void follow(Reach *reach, size_t *done)
{
    for (; *done < reach->count; ++*done) {
        Step step = { reach, reach->queue[*done], NULL };
        references_each(step.parent, visit_child, &step);
    }
}

static void push_tracked(void *argument, void *block)
{
    if (gc_is_tracked(block))
        push(argument, block, NULL, NULL);
}

static void reach_all(Reach *reach, int skip)
{
    Step step = { .reach = reach, .skip_to = reach->rt->frame };
    size_t done = 0;
    for (; skip > 0 && step.skip_to; skip--)
        step.skip_to = step.skip_to->previous;
    roots_each(reach->rt, visit_root, &step);
    follow(reach, &done);
    heap_each(&reach->rt->gc.heap, DOMAIN_CONTAINER, push_tracked, reach);
    follow(reach, &done);
}

bool reach_open(Reach *reach, Runtime *rt, int skip)
{
    Heap *heap = &rt->gc.heap;
    HeapStats stats;
    gc_drain(&rt->gc);
    heap_stats(heap, &stats);
    size_t objects = stats.domain[DOMAIN_OBJECT].blocks + stats.domain[DOMAIN_CONTAINER].blocks + 64, places = 1024;
    while (places < objects * 3 / 2)
        places *= 2;
    *reach = (Reach){ .rt = rt, .mask = places - 1 };
    reach->entries = heap_calloc(heap, DOMAIN_RAW, places, sizeof *reach->entries);
    reach->queue = reach->entries ? heap_alloc(heap, DOMAIN_RAW, objects * sizeof *reach->queue) : NULL;
    if (reach->queue) {
        reach_all(reach, skip);
        return true;
    }
    reach_close(reach);
    return false;
}

void reach_close(Reach *reach)
{
    heap_free(&reach->rt->gc.heap, reach->queue);
    heap_free(&reach->rt->gc.heap, reach->entries);
    reach->queue = NULL;
    reach->entries = NULL;
}
