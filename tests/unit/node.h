/* A container type for the tests of the collector: a node with a few references,
 * a finalizer and callbacks that write into a log. */
#ifndef OURO_TESTS_NODE_H
#define OURO_TESTS_NODE_H

#include "unit.h"

#include "gc/gc.h"
#include "memory/stats.h"

enum { NODE_LINKS = 3 };

typedef struct Node {
    Object head;
    struct Node *link[NODE_LINKS];      /* owned */
    int64_t name;
} Node;

/* Gc is the first member, as in a runtime. */
typedef struct World {
    Gc gc;
    int64_t live, freed, finalized, called;
    int64_t order[64];                  /* names in the order of finalizers and callbacks */
    size_t order_count;
    Node *saved;                        /* what a finalizer resurrects, owned */
    void (*at_finalize)(struct World *world, Node *node);
} World;

extern const GcType node_type, final_node_type, weak_type;

void world_open(World *world, const HeapOptions *options);

/* Collects, checks everything, and finds no live block. */
void world_close(World *world);

Node *node_new(World *world, const GcType *type, int64_t name);      /* untracked if NULL links are to be set first */
Node *node_tracked(World *world, int64_t name);
void node_set(World *world, Node *node, int link, Node *target);     /* retains TARGET */
void node_release(World *world, Node *node);
WeakRef *weak_new(World *world, Node *target, Object *callback);
void world_check(World *world);

#endif
