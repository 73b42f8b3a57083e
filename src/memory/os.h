/* What the heap needs from the operating system, and nothing else.
 *
 * A source may be replaced for one heap (HeapOptions.source): a test that fails,
 * a fixed region of an embedded device, a shared mapping.  The contract:
 *
 *   map     SIZE bytes (a multiple of the page size), zeroed, readable and
 *           writable, starting at a multiple of ALIGNMENT (a power of two);
 *           NULL: the system refuses
 *   unmap   gives back exactly what one map or remap returned
 *   purge   the bytes may be lost (they read as zero or as before), their
 *           memory goes back to the system, the addresses stay valid
 *   remap   changes the size of a mapping, moving it if need be, contents kept;
 *           NULL: nothing has changed.  May be NULL: the heap copies instead
 */
#ifndef OURO_MEMORY_OS_H
#define OURO_MEMORY_OS_H

#include "base/base.h"

typedef struct HeapSource {
    void *(*map)(void *self, size_t size, size_t alignment);
    void (*unmap)(void *self, void *start, size_t size);
    void (*purge)(void *self, void *start, size_t size);
    void *(*remap)(void *self, void *start, size_t old_size, size_t new_size, size_t alignment);
    void *self;                 /* handed to each of them */
} HeapSource;

extern const HeapSource os_source;      /* anonymous private mappings */

size_t os_page_size(void);

#endif
