/* Mode HEAP_SYSTEM: every block comes from malloc behind a header of its own, so
 * that AddressSanitizer and Valgrind see each block's exact size and life.
 */
#include "memory/internal.h"
#include "memory/walk.h"

#include <stdlib.h>

static void *system_try(Heap *heap, Domain domain, size_t size)
{
    size_t whole = sizeof(SystemBlock) + size;
    if (!heap_charge(heap, whole))
        return NULL;
    SystemBlock *block = malloc(whole);
    if (!block) {
        heap_uncharge(heap, whole);
        return NULL;
    }
    *block = (SystemBlock){ .next = heap->system, .size = size, .domain = domain, .live = SYSTEM_LIVE };
    if (heap->system)
        heap->system->prev = block;
    heap->system = block;
    return block + 1;
}

void *system_alloc(Heap *heap, Domain domain, size_t size)
{
    if (size > PTRDIFF_MAX / 2)
        return NULL;
    HeapRequest request = { domain, 0, size };
    void *block = system_try(heap, domain, size);
    for (int attempt = 0; !block && heap_make_room(heap, &request, attempt); attempt++)
        block = system_try(heap, domain, size);
    return block;
}

void system_free(Heap *heap, void *start)
{
    SystemBlock *block = system_block(start);
    if (block->live != SYSTEM_LIVE) {
        heap_misuse(heap, "freed twice, or never allocated", start);
        return;
    }
    cursors_pass_system(heap, block);
    if (block->prev)
        block->prev->next = block->next;
    else
        heap->system = block->next;
    if (block->next)
        block->next->prev = block->prev;
    block->live = 0;
    heap_uncharge(heap, sizeof *block + block->size);
    free(block);
}

void system_close(Heap *heap)
{
    for (SystemBlock *block = heap->system, *next; block; block = next) {
        next = block->next;
        free(block);
    }
}
