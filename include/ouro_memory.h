/* Ouro's memory manager alone: a private heap with a hard limit, reference counts,
 * and a collector for reference cycles.  For any C program; knows no Python.
 *
 *     ou_heap *heap = ou_heap_open(NULL);
 *     node *n = (node *)ou_object_new(heap, &node_type, sizeof(node));
 *     ...
 *     ou_object_release(heap, &n->head);
 *     assert(ou_heap_close(heap) == 0);          // nothing was left
 *
 * Link with libouro-memory.a.  A heap and all in it belong to one thread at a time;
 * heaps share nothing.  Sizes are bytes unless a comment says otherwise; costs are
 * of one core of a 2024 server.  examples/graph.c is a whole program.
 */
#ifndef OURO_MEMORY_H
#define OURO_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef OU_API
#if defined(__GNUC__)
#define OU_API __attribute__((visibility("default")))
#else
#define OU_API
#endif
#endif

typedef struct ou_heap ou_heap;

/* ------------------------------------------------------------------ the heap */

/* What a block is for; counted apart in the statistics. */
typedef enum ou_domain {
    OU_DOMAIN_RAW,              /* the program's own structures */
    OU_DOMAIN_MEMORY,           /* buffers that objects own */
    OU_DOMAIN_OBJECT,           /* objects that refer to nothing (ou_object_new only) */
    OU_DOMAIN_CONTAINER,        /* objects that the collector looks into (ou_object_new only) */
    OU_DOMAINS
} ou_domain;

typedef enum ou_heap_mode {
    OU_HEAP_NORMAL,
    OU_HEAP_CHECKED,            /* guard bytes, fill patterns, every free verified; about 10 times slower */
    OU_HEAP_SYSTEM,             /* each block from malloc, for sanitizers and Valgrind */
} ou_heap_mode;

/* Where a heap gets its memory; NULL in the options: from mmap. */
typedef struct ou_source {
    /* SIZE bytes, zeroed, at a multiple of ALIGNMENT (a power of two); NULL: refused. */
    void *(*map)(void *self, size_t size, size_t alignment);
    /* Takes back exactly what one map or remap returned. */
    void (*unmap)(void *self, void *start, size_t size);
    /* The contents may be dropped; the addresses stay in use. */
    void (*purge)(void *self, void *start, size_t size);
    /* Another size for a mapping, contents kept; NULL result: nothing changed.  May be NULL. */
    void *(*remap)(void *self, void *start, size_t old_size, size_t new_size, size_t alignment);
    void *self;
} ou_source;

typedef struct ou_heap_options {
    size_t limit;               /* bytes that the heap may hold of the system's memory, its own
                                   bookkeeping included; 0: no limit */
    ou_heap_mode mode;
    const ou_source *source;    /* must outlive the heap */
    /* A block was freed twice, was never allocated or was overrun; MESSAGE names it.
     * The operation is then left undone.  NULL: print and abort. */
    void (*on_misuse)(void *argument, const char *message, void *block);
    void *misuse_argument;
    void *user;                 /* for ou_heap_user */
} ou_heap_options;

/* A new heap, or NULL when malloc has no 8 KiB for its handle.  OPTIONS NULL: all
 * zero.  Takes nothing else from the system yet.  About 1 us. */
OU_API ou_heap *ou_heap_open(const ou_heap_options *options);

/* Ends the heap: all of its memory goes back at once, about 5 us for each MiB held.
 * Finalizers and callbacks are not run (ou_gc_collect first, if they matter).
 * Returns how many blocks were still live. */
OU_API size_t ou_heap_close(ou_heap *heap);

/* The pointer given in the options.  Free. */
OU_API void *ou_heap_user(const ou_heap *heap);

/* A block of SIZE bytes aligned to 16, owned by the caller; contents undefined.  Size
 * 0 gives a block.  NULL when the limit or the system refuses, after garbage that no
 * finalizer waits for was collected.  2 ns up to 512 bytes, 10 ns to 8 KiB, 100 ns to
 * 512 KiB, above that a system call. */
OU_API void *ou_heap_alloc(ou_heap *heap, ou_domain domain, size_t size);

/* The same for COUNT * SIZE bytes, zeroed; NULL also when the product overflows. */
OU_API void *ou_heap_calloc(ou_heap *heap, ou_domain domain, size_t count, size_t size);

/* BLOCK (NULL: a new one) with another size; its bytes are kept up to the smaller
 * size.  NULL: refused, BLOCK is as it was.  Large blocks grow without a copy. */
OU_API void *ou_heap_realloc(ou_heap *heap, ou_domain domain, void *block, size_t size);

/* Gives a block back.  NULL does nothing.  2 ns. */
OU_API void ou_heap_free(ou_heap *heap, void *block);

/* How many bytes of BLOCK may be used: at least what was asked for. */
OU_API size_t ou_heap_usable_size(const ou_heap *heap, const void *block);

/* Gives back every page in which no block lies; returns their bytes.  O(pools). */
OU_API size_t ou_heap_trim(ou_heap *heap);

/* Another limit (0: none).  False, and no change, when more is held already. */
OU_API bool ou_heap_set_limit(ou_heap *heap, size_t limit);

/* Test aid: request number N from now on (the first is 1) is refused, or with FOREVER
 * all from then on; N = 0 ends it.  While it is on, every allocation takes 20 ns. */
OU_API void ou_heap_fail_at(ou_heap *heap, uint64_t n, bool forever);

/* Requests counted since ou_heap_fail_at was last called with N > 0. */
OU_API uint64_t ou_heap_requests(const ou_heap *heap);

/* Proves every invariant of heap, generations and weak references.  NULL, or the name
 * of the first that does not hold (static text).  O(blocks). */
OU_API const char *ou_heap_check(const ou_heap *heap);

typedef struct ou_count { size_t blocks, bytes; } ou_count;

typedef struct ou_heap_statistics {
    size_t limit;               /* bytes; SIZE_MAX: none */
    size_t reserved;            /* bytes of pages held now: never more than limit */
    size_t peak;                /* the most that reserved has been */
    size_t idle;                /* bytes of reserved that hold no pool and no block */
    size_t arenas, empty_arenas;        /* of 1 MiB */
    size_t pools, used_pools, full_pools, empty_pools;  /* of 16 KiB */
    ou_count live;              /* blocks, with their bytes as the size classes round them */
    ou_count domain[OU_DOMAINS];
    ou_count large, huge;       /* blocks above 8 KiB in arenas, and those mapped alone */
} ou_heap_statistics;

/* Exact figures of this moment.  O(pools). */
OU_API void ou_heap_stats(const ou_heap *heap, ou_heap_statistics *statistics);

/* Calls VISIT for every live block.  It may allocate and free meanwhile (a new block may
 * or may not be visited); non-zero ends the walk and is returned.  20 ns a block. */
typedef int (*ou_block_visit)(void *argument, void *block, size_t size, ou_domain domain);
OU_API int ou_heap_walk(ou_heap *heap, ou_block_visit visit, void *argument);

/* ------------------------------------------------------------------- objects */

/* The first member of every object.  Two words that are the library's. */
typedef struct ou_object { uint64_t words[2]; } ou_object;

/* Called once for each reference; a result that is not 0 ends the traversal. */
typedef int (*ou_visit)(ou_object *child, void *argument);

enum {
    OU_CONTAINER = 1,           /* can take part in a cycle */
    OU_STEADY = 64,             /* see ou_object_touch */
};

#define OU_ALL_VISITED SIZE_MAX

/* Must outlive its objects; usually static const. */
typedef struct ou_type {
    const char *name;
    /* Visit every object that SELF owns a reference to, as often as it owns one; stop
     * at the first result that is not 0 and return it, else 0.  Must not allocate,
     * release or change anything.  NULL when not OU_CONTAINER. */
    int (*traverse)(ou_object *self, ou_visit visit, void *argument);
    /* SELF lies in a garbage cycle: release what it owns, and forget it first (store
     * NULL, then release).  NULL: another object of each cycle has one. */
    void (*clear)(ou_heap *heap, ou_object *self);
    /* SELF is about to die: called at most once.  May do anything, also retain SELF,
     * which then lives on.  NULL: none. */
    void (*finalize)(ou_heap *heap, ou_object *self);
    /* Release what SELF owns, then call ou_object_free. */
    void (*free)(ou_heap *heap, ou_object *self);
    uint32_t size;              /* bytes of the smallest object, header included */
    uint32_t flags;             /* OU_CONTAINER, OU_STEADY */
    /* As traverse, but about COUNT references, those from place FROM on (0: the first);
     * returns the place where to go on, or OU_ALL_VISITED.  So a collection can stop inside
     * of an object with many references.  NULL: the object is traversed without a stop. */
    size_t (*traverse_part)(ou_object *self, size_t from, size_t count, ou_visit visit, void *argument);
} __attribute__((aligned(16))) ou_type;

/* A new object with one reference, which the caller owns; SIZE >= type->size.  Bytes up
 * to type->size are zero.  NULL when the heap refuses.  A container's allocation may
 * collect first, and so run finalizers.  It is not tracked yet.  3 ns. */
OU_API ou_object *ou_object_new(ou_heap *heap, const ou_type *type, size_t size);

/* One reference more; OBJECT must be live.  A count beyond 2^31 makes it immortal. */
OU_API void ou_object_retain(ou_object *object);

/* One reference less; the last one runs finalizer, weak callbacks and type->free at once,
 * without deep recursion however long a chain hangs on OBJECT.  NULL does nothing. */
OU_API void ou_object_release(ou_heap *heap, ou_object *object);

/* The memory goes back: the last thing that type->free does. */
OU_API void ou_object_free(ou_heap *heap, ou_object *object);

/* From now on the collector may traverse OBJECT, so its fields must be set.  Only for
 * containers; no effect when tracked already.  Cannot fail.  1 ns. */
OU_API void ou_object_track(ou_heap *heap, ou_object *object);
OU_API void ou_object_untrack(ou_heap *heap, ou_object *object);

OU_API const ou_type *ou_object_type(const ou_object *object);
OU_API int32_t ou_object_references(const ou_object *object);     /* negative: immortal */

/* 0, 1, 2; -1 untracked; 3 frozen. */
OU_API int ou_object_generation(const ou_object *object);

/* ----------------------------------------------------------------- collector */

/* The old generation (2) is collected in slices of a fraction of a millisecond, while young
 * ones are collected; stores into objects need no barrier.  Only an object of a type with
 * OU_STEADY that gives a reference away without releasing it (takes a child out of itself and
 * hands the reference on, say) has to call ou_object_touch on that child first, and on itself
 * before it changes the order in which it is traversed.  Types without OU_STEADY need not, but
 * what they refer to is proved garbage in one step, 30 ns an object, instead of in slices. */
OU_API void ou_object_touch(ou_object *object);

/* Finds and frees the garbage cycles of GENERATION (0, 1, 2 = all) and the younger ones;
 * returns how many objects they were.  0 inside a finalizer that a collection runs.
 * About 60 ns an object looked at in a heap beyond the caches, 10 ns within. */
OU_API size_t ou_gc_collect(ou_heap *heap, int generation);

/* Automatic collections, on at the beginning, start at the allocation of a container. */
OU_API void ou_gc_enable(ou_heap *heap, bool enabled);

/* Generation 0 is due when containers made minus containers freed since its last
 * collection exceed its threshold (700; 0: never); generations 1 and 2 when the one
 * below was collected more often than theirs (10, 10), 2 only when what has become old
 * is a quarter of all that is old. */
OU_API void ou_gc_set_threshold(ou_heap *heap, int generation, int threshold);
OU_API int ou_gc_threshold(const ou_heap *heap, int generation);
OU_API int ou_gc_count(const ou_heap *heap, int generation);

/* All tracked objects leave the generations, so that no collection looks at them; back. */
OU_API void ou_gc_freeze(ou_heap *heap);
OU_API void ou_gc_unfreeze(ou_heap *heap);

typedef struct ou_gc_statistics {       /* of one generation, since the opening */
    uint64_t collections;
    uint64_t collected;         /* objects found unreachable */
    uint64_t candidates;        /* objects looked at */
    uint64_t nanoseconds, longest;      /* in all; of the longest collection */
    size_t tracked;             /* objects in it now */
} ou_gc_statistics;

OU_API void ou_gc_stats(const ou_heap *heap, int generation, ou_gc_statistics *statistics);

/* The tracked objects of GENERATION (-1: all but frozen), those that refer to TARGET,
 * and what OBJECT refers to.  VISIT may allocate and release; nothing is collected
 * meanwhile.  A result that is not 0 ends the walk and is returned. */
OU_API int ou_gc_each(ou_heap *heap, int generation, ou_visit visit, void *argument);
OU_API int ou_gc_each_referrer(ou_heap *heap, const ou_object *target, ou_visit visit, void *argument);
OU_API int ou_gc_each_referent(ou_object *object, ou_visit visit, void *argument);

/* ----------------------------------------------------------- weak references */

typedef struct ou_weak ou_weak;
typedef void (*ou_weak_callback)(ou_heap *heap, void *argument);

/* A weak reference to TARGET, owned by the caller; CALLBACK (may be NULL) is called
 * once, when TARGET dies while the reference exists, the newest reference first.
 * NULL when the heap refuses.  TARGET must be live.  50 ns. */
OU_API ou_weak *ou_weak_new(ou_heap *heap, ou_object *target, ou_weak_callback callback, void *argument);

/* TARGET with a new reference, owned by the caller, or NULL when it is dead or dying. */
OU_API ou_object *ou_weak_get(const ou_weak *weak);

/* Ends the reference: no callback any more. */
OU_API void ou_weak_free(ou_heap *heap, ou_weak *weak);

#ifdef __cplusplus
}
#endif

#endif
