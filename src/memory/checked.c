/* Mode HEAP_CHECKED: what a block looks like, and what is verified when it is freed.
 *
 *     start                 start + size              end of the block
 *     +---------------------+-------------------------+------------------+
 *     | cd cd ... (user)    | fd fd ... guard, >= 8   | size (8 bytes)   |
 *     +---------------------+-------------------------+------------------+
 *
 * A span or huge block keeps its size in its header instead, and at most
 * GUARD_MAX guard bytes.  A freed block holds dd behind the link of the free list.
 * There is no guard in front: the block before ends in one.
 */
#include "memory/internal.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILL_NEW = 0xcd, FILL_FREE = 0xdd, FILL_GUARD = 0xfd, GUARD_MIN = 8, GUARD_MAX = 64 };

size_t checked_size(size_t size)
{
    if (size <= HEAP_SMALL_MAX - GUARD_MIN - sizeof size)
        return round_up(size, 8) + GUARD_MIN + sizeof size;
    return size > PTRDIFF_MAX / 2 ? size : size + GUARD_MAX;
}

static size_t *size_word(const void *block)
{
    HeapPool *pool = pool_of(block);
    if (pool->kind != POOL_SMALL)
        return &pool->large.size;
    return (size_t *)((char *)block + pool->block_size - sizeof(size_t));
}

static size_t guard_size(const void *block, size_t size)
{
    const HeapPool *pool = pool_of(block);
    return pool->kind == POOL_SMALL ? pool->block_size - sizeof(size_t) - size : GUARD_MAX;
}

static bool is_filled(const unsigned char *bytes, size_t count, int value)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != value)
            return false;
    return true;
}

void checked_prepare(void *block, size_t size)
{
    *size_word(block) = size;
    memset(block, FILL_NEW, size);
    memset((char *)block + size, FILL_GUARD, guard_size(block, size));
}

void checked_fill_free(void *start, size_t size)
{
    memset(start, FILL_FREE, size);
}

size_t checked_requested(const void *block)
{
    return *size_word(block);
}

const char *checked_verify(const void *block)
{
    size_t size = *size_word(block), room = block_room(block);
    if (size > room)
        return "overrun: the size behind it is gone";
    if (!is_filled((const unsigned char *)block + size, guard_size(block, size), FILL_GUARD))
        return "overrun: bytes behind it were written";
    return NULL;
}

const char *checked_verify_free(const HeapPool *pool, const void *block)
{
    const unsigned char *rest = (const unsigned char *)block + sizeof(FreeBlock);
    return is_filled(rest, pool->block_size - sizeof(FreeBlock), FILL_FREE)
        ? NULL : "written after it was freed";
}

static HeapArena *find_arena(const Heap *heap, const void *block)
{
    for (HeapArena *arena = heap->arenas; arena; arena = arena->next)
        if (arena == arena_of(block))
            return arena;
    return NULL;
}

static HeapPool *find_huge(const Heap *heap, const void *block)
{
    for (HeapPool *huge = heap->huge; huge; huge = huge->next)
        if (huge == pool_of(block))
            return huge;
    return NULL;
}

/* Is BLOCK the start of a live block of HEAP?  Reads no memory that is not the heap's. */
static const char *what_is_wrong(const Heap *heap, const void *block)
{
    const HeapArena *arena = find_arena(heap, block);
    const HeapPool *pool = arena ? pool_of(block) : find_huge(heap, block);
    if (!pool)
        return "not of this heap";
    if ((uintptr_t)block % GRANULE)
        return "not the start of a block";
    if (arena && !(arena->heads >> pool_unit(pool) & 1))
        return "freed twice, or inside another block";
    if (pool->kind != POOL_SMALL)
        return large_is_block(pool, block) ? NULL : "not the start of a block";
    if (!pool_is_start(pool, block))
        return "not the start of a block";
    return pool_is_allocated(pool, pool_index(pool, block)) ? NULL : "freed twice, or never allocated";
}

bool checked_release(Heap *heap, void *block)
{
    const char *wrong = what_is_wrong(heap, block);
    if (!wrong)
        wrong = checked_verify(block);
    if (wrong) {
        heap_misuse(heap, wrong, block);
        return false;
    }
    if (pool_of(block)->kind == POOL_SMALL)
        checked_fill_free(block, pool_of(block)->block_size);
    return true;
}

void heap_misuse(Heap *heap, const char *what, void *block)
{
    char message[160];
    snprintf(message, sizeof message, "heap: block %p: %s", block, what);
    if (heap->on_misuse) {
        heap->on_misuse(heap->misuse_argument, message, block);
        return;
    }
    fprintf(stderr, "%s\n", message);
    abort();
}
