/* Size classes: multiples of 16 up to 512, then steps of at most an eighth.  From 1
 * KiB on a step is "one block fewer to the pool", which no finer step could improve.
 */
#ifndef OURO_MEMORY_SIZE_CLASS_H
#define OURO_MEMORY_SIZE_CLASS_H

#include "memory/heap.h"

/* Bytes of a block of CLASS, 1 .. HEAP_CLASSES - 1. */
unsigned size_class_bytes(unsigned class);

/* The class of a request of SIZE <= HEAP_SMALL_MAX bytes. */
unsigned size_class_of(size_t size);

#endif
