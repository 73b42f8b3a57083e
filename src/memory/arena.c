/* Arenas: 1 MiB from the source, given out in units of 16 KiB.
 *
 * A unit's pages are accounted when they may first be touched, and stay accounted
 * while the unit is free (idle), because the system still holds memory for them,
 * until they are purged.  Unit 0 holds the headers and is never free; its pages are
 * accounted as far as headers have been needed.
 *
 * Empty arenas go back beyond the first `keep`, which is 2 until the heap has to take
 * an arena soon after it gave one back: each one missed is kept the next time.  So a
 * program that fills and empties its heap over and over pays for fresh pages only in
 * its first rounds.  heap_relax forgets what was learnt.
 */
#include "memory/arena.h"
#include "memory/walk.h"

enum {
    KEEP_MAX = 1024,
    SPAN_TRIES = 64,            /* arenas */
    PURGE_UNITS = ARENA_UNITS / 2,
    RELAX_UNITS = 4,
};

bool heap_charge(Heap *heap, size_t size)
{
    if (unlikely(size > heap->limit - heap->reserved)) {
        arenas_purge(heap);
        if (size > heap->limit - heap->reserved)
            return false;
    }
    heap->reserved += size;
    if (heap->reserved > heap->peak)
        heap->peak = heap->reserved;
    if (unlikely(heap->reserved - heap->idle > heap->half) && heap->half_full) {
        heap->half = SIZE_MAX;
        heap->half_full(heap);
    }
    return true;
}

void heap_uncharge(Heap *heap, size_t size)
{
    assert(heap->reserved >= size);
    heap->reserved -= size;
    if (heap->reserved - heap->idle < heap->half_least / 2)
        heap->half_least = 0;
    if (heap->half != SIZE_MAX)
        heap->half = MIN(heap->half, heap_half(heap));
}

static void list_arena(Heap *heap, HeapArena *arena)
{
    arena->open_prev = NULL;
    arena->open_next = heap->open_arenas;
    if (heap->open_arenas)
        heap->open_arenas->open_prev = arena;
    heap->open_arenas = arena;
}

static void unlist_arena(Heap *heap, HeapArena *arena)
{
    if (arena->open_prev)
        arena->open_prev->open_next = arena->open_next;
    else
        heap->open_arenas = arena->open_next;
    if (arena->open_next)
        arena->open_next->open_prev = arena->open_prev;
}

static void learn_to_keep(Heap *heap)
{
    if (heap->dropped == 0)
        return;
    heap->dropped--;
    heap->keep = MIN(heap->keep + 1, KEEP_MAX);
}

static HeapArena *arena_new(Heap *heap)
{
    if (!heap_charge(heap, heap->page_size))
        return NULL;
    char *start = heap->source->map(heap->source->self, ARENA_SIZE, ARENA_SIZE);
    if (!start) {
        heap_uncharge(heap, heap->page_size);
        return NULL;
    }
    HeapArena *arena = arena_of(start);
    *arena = (HeapArena){ .next = heap->arenas, .free = ARENA_EMPTY };
    arena->committed[0] = 1;
    if (heap->arenas)
        heap->arenas->prev = arena;
    heap->arenas = arena;
    heap->arena_count++;
    heap->empty_arenas++;
    list_arena(heap, arena);
    learn_to_keep(heap);
    return arena;
}

static void arena_drop(Heap *heap, HeapArena *arena)
{
    size_t pages = 0;
    for (unsigned unit = 1; unit < ARENA_UNITS; unit++)
        pages += arena->committed[unit];
    heap->idle -= pages * heap->page_size;
    heap_uncharge(heap, (pages + arena->committed[0]) * heap->page_size);
    cursors_pass_arena(heap, arena);
    unlist_arena(heap, arena);
    if (arena->prev)
        arena->prev->next = arena->next;
    else
        heap->arenas = arena->next;
    if (arena->next)
        arena->next->prev = arena->prev;
    heap->arena_count--;
    heap->empty_arenas--;
    heap->source->unmap(heap->source->self, arena, ARENA_SIZE);
}

void arenas_drop_empty(Heap *heap, unsigned keep)
{
    for (HeapArena *arena = heap->open_arenas, *next; arena && heap->empty_arenas > keep; arena = next) {
        next = arena->open_next;
        if (arena->free != ARENA_EMPTY)
            continue;
        arena_drop(heap, arena);
        heap->dropped = MIN(heap->dropped + 1, KEEP_MAX);
    }
}

void arenas_close(Heap *heap)
{
    for (HeapArena *arena = heap->arenas, *next; arena; arena = next) {
        next = arena->next;
        heap->source->unmap(heap->source->self, arena, ARENA_SIZE);
    }
}

static void purge_run(Heap *heap, HeapArena *arena, unsigned unit, unsigned count)
{
    size_t pages = 0;
    for (unsigned i = unit; i < unit + count; i++) {
        pages += arena->committed[i];
        arena->committed[i] = 0;
    }
    char *start = pool_start(arena_unit(arena, unit));
    heap->source->purge(heap->source->self, start, (size_t)count * POOL_SIZE);
    heap->idle -= pages * heap->page_size;
    heap_uncharge(heap, pages * heap->page_size);
}

static void arena_purge(Heap *heap, HeapArena *arena)
{
    while (arena->idle && heap->can_purge) {
        unsigned unit = (unsigned)__builtin_ctzll(arena->idle);
        unsigned count = (unsigned)__builtin_ctzll(~(arena->idle >> unit));     /* unit 0 is not idle */
        arena->idle &= ~unit_bits(unit, count);
        purge_run(heap, arena, unit, count);
    }
}

/* Too much of the heap is idle, and ARENA has a good part of it, at least UNITS. */
static void purge_surplus(Heap *heap, HeapArena *arena, int units)
{
    if (heap->idle > (size_t)heap->keep * ARENA_SIZE + heap->reserved / 8
        && __builtin_popcountll(arena->idle) >= units)
        arena_purge(heap, arena);
}

void heap_relax(Heap *heap)
{
    heap->keep = EMPTY_ARENAS_KEPT;
    arenas_drop_empty(heap, heap->keep);
    heap->dropped = 0;
    for (HeapArena *arena = heap->open_arenas; arena; arena = arena->open_next)
        purge_surplus(heap, arena, RELAX_UNITS);
}

void arenas_purge(Heap *heap)
{
    arenas_drop_empty(heap, 0);
    for (HeapArena *arena = heap->open_arenas; arena && heap->idle; arena = arena->open_next)
        arena_purge(heap, arena);
}

/* The lowest bit of BITS at which COUNT ones in a row begin, or -1. */
static int find_run(uint64_t bits, unsigned count)
{
    for (unsigned have = 1; have < count && bits;) {
        unsigned step = MIN(have, count - have);
        bits &= bits >> step;
        have += step;
    }
    return bits ? __builtin_ctzll(bits) : -1;
}

/* A single unit is an idle one if possible, since its pages are paid for. */
static int arena_find(const HeapArena *arena, unsigned count)
{
    if (count > 1)
        return find_run(arena->free, count);
    return __builtin_ctzll(arena->idle ? arena->idle : arena->free);
}

static HeapArena *search(HeapArena *arena, size_t tries, unsigned count, int *unit)
{
    for (; arena && tries > 0; arena = arena->open_next, tries--) {
        *unit = arena_find(arena, count);
        if (*unit >= 0)
            return arena;
    }
    return NULL;
}

/* A span does not search all of a large heap, unless it cannot have a new arena. */
static HeapArena *arena_with_room(Heap *heap, unsigned count, int *unit)
{
    HeapArena *arena = search(heap->open_arenas, SPAN_TRIES, count, unit);
    if (arena)
        return arena;
    arena = arena_new(heap);
    if (!arena)
        return search(heap->open_arenas, SIZE_MAX, count, unit);
    *unit = arena_find(arena, count);
    return arena;
}

static void claim(Heap *heap, HeapArena *arena, unsigned unit, unsigned count)
{
    uint64_t bits = unit_bits(unit, count);
    if (arena->free == ARENA_EMPTY)
        heap->empty_arenas--;
    for (uint64_t idle = arena->idle & bits; idle; idle &= idle - 1) {
        unsigned u = (unsigned)__builtin_ctzll(idle);
        heap->idle -= arena->committed[u] * heap->page_size;
    }
    arena->idle &= ~bits;
    arena->free &= ~bits;
    if (!arena->free)
        unlist_arena(heap, arena);
}

static unsigned pages_in_unit(const Heap *heap, size_t size)
{
    return (unsigned)((MIN(size, (size_t)POOL_SIZE) + heap->page_size - 1) / heap->page_size);
}

bool units_commit(Heap *heap, HeapPool *first, size_t size)
{
    HeapArena *arena = arena_of(first);
    unsigned unit = pool_unit(first);
    size_t missing = 0;
    for (size_t done = 0; done < size; done += POOL_SIZE) {
        unsigned pages = pages_in_unit(heap, size - done), have = arena->committed[unit + done / POOL_SIZE];
        missing += pages > have ? pages - have : 0;
    }
    if (missing && !heap_charge(heap, missing * heap->page_size))
        return false;
    for (size_t done = 0; done < size; done += POOL_SIZE) {
        uint8_t *have = &arena->committed[unit + done / POOL_SIZE];
        *have = (uint8_t)MAX(pages_in_unit(heap, size - done), *have);
    }
    return true;
}

/* The pages of unit 0 up to the header of UNIT. */
static bool commit_header(Heap *heap, HeapArena *arena, unsigned unit)
{
    unsigned pages = (unsigned)((unit + 1) * HEADER_SIZE + heap->page_size - 1) / (unsigned)heap->page_size;
    if (pages <= arena->committed[0])
        return true;
    if (!heap_charge(heap, (pages - arena->committed[0]) * heap->page_size))
        return false;
    arena->committed[0] = (uint8_t)pages;
    return true;
}

HeapPool *units_take(Heap *heap, unsigned count, size_t size)
{
    int unit;
    HeapArena *arena = arena_with_room(heap, count, &unit);
    if (!arena)
        return NULL;
    claim(heap, arena, (unsigned)unit, count);
    HeapPool *first = arena_unit(arena, (unsigned)unit);
    if (!commit_header(heap, arena, (unsigned)unit) || !units_commit(heap, first, size)) {
        units_give(heap, first, count);
        return NULL;
    }
    arena->heads |= unit_bits((unsigned)unit, 1);
    return first;
}

bool units_extend(Heap *heap, HeapPool *first, unsigned count, unsigned more)
{
    HeapArena *arena = arena_of(first);
    unsigned unit = pool_unit(first) + count;
    if (unit + more - count > ARENA_UNITS)
        return false;
    uint64_t bits = unit_bits(unit, more - count);
    if ((arena->free & bits) != bits)
        return false;
    claim(heap, arena, unit, more - count);
    return true;
}

static void release_bits(Heap *heap, HeapArena *arena, unsigned unit, unsigned count)
{
    for (unsigned i = unit; i < unit + count; i++)
        if (arena->committed[i]) {
            heap->idle += arena->committed[i] * heap->page_size;
            arena->idle |= unit_bits(i, 1);
        }
    arena->free |= unit_bits(unit, count);
    arena->heads &= ~unit_bits(unit, count);
}

/* The arena moves to the head of the list, so that its idle units are used next. */
void units_give(Heap *heap, HeapPool *first, unsigned count)
{
    HeapArena *arena = arena_of(first);
    if (arena->free)
        unlist_arena(heap, arena);
    release_bits(heap, arena, pool_unit(first), count);
    list_arena(heap, arena);
    if (arena->free == ARENA_EMPTY) {
        heap->empty_arenas++;
        arenas_drop_empty(heap, heap->keep);
    } else {
        purge_surplus(heap, arena, PURGE_UNITS);
    }
}
