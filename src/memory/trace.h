/* Tracing: who asked for each live block.
 *
 * While a heap has a tracer, every request and every free takes the slow path (heap->slow),
 * and each block carries a number, the tracer's id of whoever asked for it; 0: not traced.
 * The numbers stand beside the blocks: of a pool in an array of its own (`traces`), of a
 * span, a huge block and a system block in its header.  Without a tracer nothing of this
 * costs anything.
 *
 *   traced.bytes = the bytes, as the size classes round them, of all blocks whose number is not 0
 *   trace_bytes  = what the arrays and the tracer's own tables take: from malloc,
 *                  charged to the heap, part of `reserved`
 */
#ifndef OURO_MEMORY_TRACE_H
#define OURO_MEMORY_TRACE_H

#include "memory/heap.h"

enum { TRACE_FAILED = UINT32_MAX };

struct HeapTracer {
    /* The id of who asks for a block now; 0: do not trace it; TRACE_FAILED: no memory to tell. */
    uint32_t (*identify)(HeapTracer *tracer, Heap *heap);
    size_t bytes, peak;         /* traced */
};

/* Blocks that live already are not traced.  TRACER is the caller's and outlives the tracing. */
void heap_trace_start(Heap *heap, HeapTracer *tracer);
void heap_trace_stop(Heap *heap);       /* no effect without a tracer */
void heap_trace_clear(Heap *heap);      /* all numbers become 0 */

uint32_t heap_trace_of(const Heap *heap, const void *block);

/* VISIT may not allocate from the heap. */
typedef void (*TraceVisit)(void *argument, uint32_t id, size_t size);
void heap_trace_each(Heap *heap, TraceVisit visit, void *argument);

/* Tables of the tracer: from malloc, counted in trace_bytes.  NULL: the limit or the system. */
void *trace_alloc(Heap *heap, size_t size);
void trace_free(Heap *heap, void *table, size_t size);

/* For the slow paths: note a new block, false: no memory; forget one that goes. */
bool trace_note(Heap *heap, void *block, uint32_t id);
void trace_forget(Heap *heap, void *block);
void trace_close_pool(Heap *heap, HeapPool *pool);

#endif
