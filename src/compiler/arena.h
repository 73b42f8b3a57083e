/* A bump allocator for everything that lives exactly as long as one parse.
 *
 * Owns a list of chunks taken from the heap; nothing is freed before the arena
 * is closed.  used <= chunk size for every chunk.
 */
#ifndef OURO_COMPILER_ARENA_H
#define OURO_COMPILER_ARENA_H

#include "base/base.h"

typedef struct Heap Heap;

typedef struct TreeChunk {
    struct TreeChunk *next;
    size_t size;
} TreeChunk;

typedef struct TreeArena {
    Heap *heap;
    TreeChunk *chunks;         /* the newest first */
    char *cursor, *limit;       /* free bytes of the newest */
    bool (*pay)(void *payer);   /* for each chunk but the first; false: no more.  NULL: nobody has to */
    void *payer;
} TreeArena;

void tree_arena_open(TreeArena *arena, Heap *heap);
void tree_arena_close(TreeArena *arena);

void *tree_alloc_slow(TreeArena *arena, size_t size) must_check;

/* SIZE bytes aligned to 8, or NULL. */
static inline void *tree_alloc(TreeArena *arena, size_t size) must_check;
static inline void *tree_alloc(TreeArena *arena, size_t size)
{
#ifdef OURO_EXACT_ARENA         /* every block its own, for sanitizers */
    return tree_alloc_slow(arena, size);
#endif
    size = round_up(size + !size, 8);
    if (unlikely((size_t)(arena->limit - arena->cursor) < size))
        return tree_alloc_slow(arena, size);
    void *block = arena->cursor;
    arena->cursor += size;
    return block;
}

#endif
