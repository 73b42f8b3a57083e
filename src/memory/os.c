/* The one file of the heap that calls the operating system. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "memory/os.h"

#include <sys/mman.h>
#include <unistd.h>

static void *map_anywhere(size_t size)
{
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return start == MAP_FAILED ? NULL : start;
}

static bool is_aligned(const void *start, size_t alignment)
{
    return ((uintptr_t)start & (alignment - 1)) == 0;
}

/* Take too much and give the ends back. */
static void *map_and_trim(size_t size, size_t alignment)
{
    char *start = map_anywhere(size + alignment);
    if (!start)
        return NULL;
    char *aligned = (char *)round_up((uintptr_t)start, alignment);
    size_t before = (size_t)(aligned - start);
    if (before)
        munmap(start, before);
    if (alignment - before)
        munmap(aligned + size, alignment - before);
    return aligned;
}

/* The system places new mappings beside earlier ones, so the first try is
 * usually aligned when everything this heap maps is a multiple of ALIGNMENT. */
static void *os_map(void *self, size_t size, size_t alignment)
{
    (void)self;
    if (size > SIZE_MAX - alignment)
        return NULL;
    void *start = map_anywhere(size);
    if (!start || is_aligned(start, alignment))
        return start;
    munmap(start, size);
    return map_and_trim(size, alignment);
}

static void os_unmap(void *self, void *start, size_t size)
{
    (void)self;
    munmap(start, size);
}

static void os_purge(void *self, void *start, size_t size)
{
    (void)self;
#ifdef __linux__
    madvise(start, size, MADV_DONTNEED);
#else
    madvise(start, size, MADV_FREE);
#endif
}

#ifdef MREMAP_FIXED
/* Moves page tables, not bytes: first in place, then onto a fresh aligned range. */
static void *os_remap(void *self, void *start, size_t old_size, size_t new_size, size_t alignment)
{
    (void)self;
    void *result = mremap(start, old_size, new_size, 0);
    if (result != MAP_FAILED)
        return result;
    if (new_size > SIZE_MAX - alignment)
        return NULL;
    void *target = map_and_trim(new_size, alignment);
    if (!target)
        return NULL;
    result = mremap(start, old_size, new_size, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    if (result != MAP_FAILED)
        return result;
    munmap(target, new_size);
    return NULL;
}
#else
#define os_remap NULL
#endif

const HeapSource os_source = {
    .map = os_map, .unmap = os_unmap, .purge = os_purge, .remap = os_remap,
};

size_t os_page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}
