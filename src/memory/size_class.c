#include "memory/size_class.h"

enum { LINEAR = HEAP_FAST_MAX / GRANULE };      /* classes 1 .. LINEAR are multiples of 16 */

/* From 960 on the largest multiples of 16 of which n fit in a pool, n = 17 ... 2. */
static const uint16_t bytes_above[] = {
    576, 640, 704, 768, 832, 896, 960, 1024, 1088, 1168, 1248,
    1360, 1488, 1632, 1808, 2048, 2336, 2720, 3264, 4096, 5456, 8192,
};

/* Entry i: the class of the smallest size in 512 + 64 i + (1 .. 64). */
static const uint8_t first_class[] = {
    33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 42, 43, 44, 44, 45, 45, 46, 46, 47, 47,
    47, 48, 48, 48, 49, 49, 49, 49, 49, 50, 50, 50, 50, 50, 50, 51, 51, 51, 51, 51,
    51, 51, 51, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 53, 53, 53, 53,
    53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 54, 54,
    54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54,
    54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54, 54,
};

static_assert(LINEAR + COUNT_OF(bytes_above) + 1 == HEAP_CLASSES, "one class an entry");

unsigned size_class_bytes(unsigned class)
{
    return class <= LINEAR ? class * GRANULE : bytes_above[class - LINEAR - 1];
}

unsigned size_class_of(size_t size)
{
    if (size <= HEAP_FAST_MAX)
        return size ? (unsigned)((size + GRANULE - 1) / GRANULE) : 1;
    unsigned class = first_class[(size - HEAP_FAST_MAX - 1) / 64];
    while (size_class_bytes(class) < size)
        class++;
    return class;
}
