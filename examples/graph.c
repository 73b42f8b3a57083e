/* A graph of cities on libouro-memory: cycles everywhere, a hard limit, no free().
 *
 *     cc -std=gnu17 -Iinclude examples/graph.c build/libouro-memory.a -o graph && ./graph
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "ouro_memory.h"

enum { ROADS = 4 };

typedef struct city {
    ou_object head;             /* first, in every object */
    char name[16];
    struct city *road[ROADS];   /* owned references */
} city;

static int city_traverse(ou_object *self, ou_visit visit, void *argument)
{
    city *c = (city *)self;
    for (int i = 0; i < ROADS; i++) {
        int stop = c->road[i] ? visit(&c->road[i]->head, argument) : 0;
        if (stop)
            return stop;
    }
    return 0;
}

static void city_clear(ou_heap *heap, ou_object *self)
{
    city *c = (city *)self;
    for (int i = 0; i < ROADS; i++) {
        city *old = c->road[i];
        c->road[i] = NULL;              /* forget first, release then */
        ou_object_release(heap, old ? &old->head : NULL);
    }
}

static void city_free(ou_heap *heap, ou_object *self)
{
    city_clear(heap, self);
    ou_object_free(heap, self);
}

static const ou_type city_type = {
    .name = "city", .traverse = city_traverse, .clear = city_clear, .free = city_free,
    .size = sizeof(city), .flags = OU_CONTAINER,
};

/* A new city, owned by the caller; NULL when the heap is full. */
static city *city_new(ou_heap *heap, const char *name)
{
    city *c = (city *)ou_object_new(heap, &city_type, sizeof *c);
    if (!c)
        return NULL;
    snprintf(c->name, sizeof c->name, "%s", name);
    ou_object_track(heap, &c->head);
    return c;
}

static void connect_one_way(city *from, city *to)
{
    for (int i = 0; i < ROADS; i++)
        if (!from->road[i]) {
            ou_object_retain(&to->head);
            from->road[i] = to;
            return;
        }
}

static void connect(city *a, city *b)
{
    connect_one_way(a, b);
    connect_one_way(b, a);
}

static void city_gone(ou_heap *heap, void *argument)
{
    (void)heap;
    printf("  %s is gone\n", (const char *)argument);
}

static void show(ou_heap *heap, const char *when)
{
    ou_heap_statistics s;
    ou_heap_stats(heap, &s);
    printf("%s: %zu cities, limit %s\n", when, s.domain[OU_DOMAIN_CONTAINER].blocks,
           s.peak <= s.limit ? "kept" : "broken");
}

static void three_cities(ou_heap *heap)
{
    city *vienna = city_new(heap, "Vienna"), *graz = city_new(heap, "Graz"), *linz = city_new(heap, "Linz");
    assert(vienna && graz && linz);
    connect(vienna, graz);
    connect(vienna, linz);
    ou_weak *weak = ou_weak_new(heap, &vienna->head, city_gone, "Vienna");
    show(heap, "three cities");
    ou_object_release(heap, &vienna->head);
    ou_object_release(heap, &graz->head);
    ou_object_release(heap, &linz->head);
    show(heap, "nobody refers to them, but they refer to each other");
    printf("collected: %zu\n", ou_gc_collect(heap, 2));
    assert(ou_weak_get(weak) == NULL);
    ou_weak_free(heap, weak);
}

/* More garbage than the heap could ever hold: it is collected on the way. */
static void many_pairs(ou_heap *heap)
{
    for (int i = 0; i < 1000000; i++) {
        city *a = city_new(heap, "A"), *b = city_new(heap, "B");
        assert(a && b);
        connect(a, b);
        ou_object_release(heap, &a->head);
        ou_object_release(heap, &b->head);
    }
    show(heap, "after a million pairs");
}

/* A chain as long as the heap allows; then one release frees it, without recursion. */
static void longest_chain(ou_heap *heap)
{
    size_t length = 0;
    city *first = NULL;
    for (city *next; (next = city_new(heap, "next")); first = next, length++)
        next->road[0] = first;
    printf("the heap refuses to make the chain longer than %zu0,000 cities\n", length / 10000);
    ou_object_release(heap, &first->head);
    show(heap, "released");
}

int main(void)
{
    ou_heap_options options = { .limit = 4 * 1024 * 1024 };
    ou_heap *heap = ou_heap_open(&options);
    if (!heap)
        return 1;
    three_cities(heap);
    many_pairs(heap);
    longest_chain(heap);
    ou_gc_collect(heap, 2);
    const char *wrong = ou_heap_check(heap);
    if (wrong)
        printf("broken: %s\n", wrong);
    size_t left = ou_heap_close(heap);
    printf("left: %zu\n", left);
    return wrong || left ? 1 : 0;
}
