/* Where the carets of a traceback line change: the operator of a binary operation,
 * the brackets of a subscription. */
#ifndef OURO_COMPILER_ANCHORS_H
#define OURO_COMPILER_ANCHORS_H

#include "memory/heap.h"

/* SEGMENT is the source of one expression.  True: bytes *left to *right of it are what
 * the error is about, the rest its surroundings. */
bool expression_anchors(Heap *heap, const char *segment, size_t size, int32_t *left, int32_t *right);

#endif
