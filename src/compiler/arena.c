#include "compiler/arena.h"

#include "memory/heap.h"

enum { CHUNK_SIZE = 32 * 1024 - 64 };

#ifdef OURO_EXACT_ARENA
enum { LARGE_SIZE = 0 };
#else
enum { LARGE_SIZE = CHUNK_SIZE / 4 };
#endif

void tree_arena_open(TreeArena *arena, Heap *heap)
{
    *arena = (TreeArena){ .heap = heap };
}

void tree_arena_close(TreeArena *arena)
{
    for (TreeChunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        heap_free(arena->heap, chunk);
    }
    *arena = (TreeArena){ .heap = arena->heap, .pay = arena->pay, .payer = arena->payer };
}

static TreeChunk *add_chunk(TreeArena *arena, size_t size)
{
    TreeChunk *chunk = heap_alloc(arena->heap, DOMAIN_RAW, sizeof *chunk + size);
    if (!chunk)
        return NULL;
    chunk->size = size;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

/* A large block gets a chunk of its own and leaves the current one current. */
static void *alloc_large(TreeArena *arena, size_t size)
{
    TreeChunk *current = arena->chunks;
    TreeChunk *chunk = add_chunk(arena, size);
    if (!chunk)
        return NULL;
    if (current) {
        arena->chunks = current;
        chunk->next = current->next;
        current->next = chunk;
    }
    return chunk + 1;
}

void *tree_alloc_slow(TreeArena *arena, size_t size)
{
    if (size > PTRDIFF_MAX / 2)
        return NULL;
    if (size > (size_t)LARGE_SIZE)
        return alloc_large(arena, size);
    if (arena->pay && arena->chunks && !arena->pay(arena->payer))
        return NULL;
    TreeChunk *chunk = add_chunk(arena, CHUNK_SIZE);
    if (!chunk)
        return NULL;
    arena->cursor = (char *)(chunk + 1) + size;
    arena->limit = (char *)(chunk + 1) + CHUNK_SIZE;
    return chunk + 1;
}
