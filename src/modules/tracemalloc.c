/* _tracemalloc, for the library's tracemalloc.
 *
 * A traceback is a node: the place of the newest frame (an instruction of a code object),
 * the node of the frames below it, and how many frames there were in all.  Equal
 * tracebacks are one node; its index is the number that the heap keeps beside the block
 * (memory/trace.h), four bytes a block.  File and line are found out when somebody asks.
 * A node keeps its code alive, so that the address of an instruction means one place.
 */
#include "modules/tracemalloc.h"

#include <stdlib.h>

#include "memory/trace.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"

typedef struct Node {
    const Instruction *pc;      /* NULL: no Python code was running */
    Code *code;                 /* Owned, or NULL */
    uint32_t parent;            /* the node of the frames below, as far as they are kept; 0: none */
    uint32_t total;             /* frames, those that are not kept included */
    uint32_t next;              /* in its chain of the index */
} Node;

enum { NODES_FIRST = 256, RECENT = 1024 };

typedef struct Tracer {
    HeapTracer heap_tracer;     /* the first member */
    Runtime *rt;
    int frames;                 /* kept of each traceback */
    bool paused;                /* blocks that are asked for now are not traced */
    Node *nodes;                /* [0] is no node */
    uint32_t *index;            /* heads of chains, by hash; as many as nodes fit */
    uint32_t count, capacity;
    struct { const Instruction *pc; uint32_t total, id; } recent[RECENT];   /* whole tracebacks of one frame */
} Tracer;

static Tracer *tracer_of(const Runtime *rt) { return (Tracer *)rt->gc.heap.tracer; }

/* -- nodes */

static uint32_t hash_of(const Instruction *pc, uint32_t parent, uint32_t total)
{
    uint64_t h = ((uintptr_t)pc >> 3) * UINT64_C(0x9e3779b97f4a7c15);
    h ^= (parent * UINT64_C(0xff51afd7ed558ccd)) ^ ((uint64_t)total * UINT64_C(0xc4ceb9fe1a85ec53));
    return (uint32_t)(h >> 32 ^ h);
}

static void enter(Tracer *t, uint32_t id)
{
    Node *node = &t->nodes[id];
    uint32_t *head = &t->index[hash_of(node->pc, node->parent, node->total) & (t->capacity - 1)];
    node->next = *head;
    *head = id;
}

static bool grow(Tracer *t, Heap *heap)
{
    uint32_t old = t->capacity, capacity = old ? old * 2 : NODES_FIRST;
    if (capacity > UINT32_MAX / 4)
        return false;
    Node *nodes = trace_alloc(heap, capacity * sizeof *nodes);
    uint32_t *index = nodes ? trace_alloc(heap, capacity * sizeof *index) : NULL;
    if (!index) {
        trace_free(heap, nodes, capacity * sizeof *nodes);
        return false;
    }
    if (old)
        memcpy(nodes, t->nodes, t->count * sizeof *nodes);
    trace_free(heap, t->nodes, old * sizeof *nodes);
    trace_free(heap, t->index, old * sizeof *index);
    t->nodes = nodes;
    t->index = index;
    t->capacity = capacity;
    for (uint32_t id = 1; id < t->count; id++)
        enter(t, id);
    t->count = MAX(t->count, 1u);
    return true;
}

static uint32_t node_of(Tracer *t, Heap *heap, const Instruction *pc, Code *code, uint32_t parent, uint32_t total)
{
    if (t->capacity)
        for (uint32_t id = t->index[hash_of(pc, parent, total) & (t->capacity - 1)]; id; id = t->nodes[id].next)
            if (t->nodes[id].pc == pc && t->nodes[id].parent == parent && t->nodes[id].total == total)
                return id;
    if (t->count == t->capacity && !grow(t, heap))
        return TRACE_FAILED;
    uint32_t id = t->count++;
    t->nodes[id] = (Node){ .pc = pc, .code = code, .parent = parent, .total = total };
    if (code)
        object_retain(&code->head);
    enter(t, id);
    return id;
}

/* -- who asks */

static uint32_t count_frames(const Frame *frame)
{
    uint32_t count = 0;
    for (; frame && count < TRACE_FRAMES_MAX; frame = frame->previous)
        count++;
    return count;
}

/* Of the KEEP newest frames from FRAME on; the oldest of them has no parent. */
static uint32_t deep_id(Tracer *t, Heap *heap, const Frame *frame, int keep, uint32_t total)
{
    const Frame *kept[64];
    uint32_t id = 0;
    int some = 0;
    for (; frame && some < MIN(keep, 64); frame = frame->previous)
        kept[some++] = frame;
    if (frame && some < keep)
        id = deep_id(t, heap, frame, keep - some, total);
    while (some-- > 0 && id != TRACE_FAILED)
        id = node_of(t, heap, kept[some]->pc, kept[some]->code, id, total);
    return id;
}

static uint32_t shallow_id(Tracer *t, Heap *heap, const Frame *frame, uint32_t total)
{
    size_t place = ((uintptr_t)frame->pc >> 3 ^ total) % RECENT;
    if (likely(t->recent[place].pc == frame->pc && t->recent[place].total == total))
        return t->recent[place].id;
    uint32_t id = node_of(t, heap, frame->pc, frame->code, 0, total);
    if (id != TRACE_FAILED) {
        t->recent[place].pc = frame->pc;
        t->recent[place].total = total;
        t->recent[place].id = id;
    }
    return id;
}

static uint32_t identify(HeapTracer *tracer, Heap *heap)
{
    Tracer *t = (Tracer *)tracer;
    const Frame *frame = t->rt->frame;
    if (unlikely(t->paused))
        return 0;
    if (unlikely(!frame))
        return node_of(t, heap, NULL, NULL, 0, 1);
    uint32_t total = count_frames(frame);
    return t->frames == 1 ? shallow_id(t, heap, frame, total) : deep_id(t, heap, frame, t->frames, total);
}

/* -- on and off */

bool tracemalloc_start(Runtime *rt, int frames)
{
    if (tracer_of(rt))
        return true;
    Tracer *t = trace_alloc(&rt->gc.heap, sizeof *t);
    if (!t)
        return raise_memory_error(rt);
    t->heap_tracer.identify = identify;
    t->rt = rt;
    t->frames = frames;
    heap_trace_start(&rt->gc.heap, &t->heap_tracer);
    return true;
}

/* Code objects that only traces held die here, when no trace refers to them any more. */
static void drop_nodes(Tracer *t)
{
    Heap *heap = &t->rt->gc.heap;
    Node *nodes = t->nodes;
    uint32_t count = t->count, capacity = t->capacity;
    trace_free(heap, t->index, capacity * sizeof *t->index);
    t->nodes = NULL;
    t->index = NULL;
    t->count = t->capacity = 0;
    memset(t->recent, 0, sizeof t->recent);
    for (uint32_t id = 1; id < count; id++)
        if (nodes[id].code)
            object_release(&t->rt->gc, &nodes[id].code->head);
    trace_free(heap, nodes, capacity * sizeof *nodes);
}

void tracemalloc_stop(Runtime *rt)
{
    Tracer *t = tracer_of(rt);
    if (!t)
        return;
    heap_trace_stop(&rt->gc.heap);
    drop_nodes(t);
    trace_free(&rt->gc.heap, t, sizeof *t);
}

int tracemalloc_traverse(Runtime *rt, GcVisit visit, void *argument)
{
    const Tracer *t = tracer_of(rt);
    for (uint32_t id = 1; t && id < t->count; id++)
        VISIT(t->nodes[id].code);
    return 0;
}

/* -- the functions */

static Owned trace_is_tracing(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return bool_value(tracer_of(rt));
}

static Owned trace_clear(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    if (tracer_of(rt)) {
        heap_trace_clear(&rt->gc.heap);
        drop_nodes(tracer_of(rt));
    }
    return NONE;
}

static Owned trace_start(Runtime *rt, Borrowed self unused, const Value *args)
{
    int frames = 1;
    if (!argument_int(rt, args[0], &frames))
        return NULL;
    if (frames < 1 || frames > TRACE_FRAMES_MAX)
        return raise(rt, rt->ValueError, "the number of frames must be in range [1; %d]", TRACE_FRAMES_MAX);
    return tracemalloc_start(rt, frames) ? NONE : NULL;
}

static Owned trace_stop(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    tracemalloc_stop(rt);
    return NONE;
}

static Owned trace_limit(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return small_int_value(tracer_of(rt) ? tracer_of(rt)->frames : 1);
}

static Owned trace_own_memory(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return int_from_uint64(rt, rt->gc.heap.trace_bytes);
}

static Owned trace_memory(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    const HeapTracer *t = rt->gc.heap.tracer;
    return tuple_pack(rt, 2, small_int_value(t ? (int64_t)t->bytes : 0), small_int_value(t ? (int64_t)t->peak : 0));
}

static Owned trace_reset_peak(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    HeapTracer *t = rt->gc.heap.tracer;
    if (t)
        t->peak = t->bytes;
    return NONE;
}

/* -- tracebacks as tuples ((file, line), ...), the newest frame first */

static int32_t line_of(const Node *node)
{
    const Position *position = code_position(node->code, (int32_t)(node->pc - node->code->instructions));
    return position ? position->line : node->code->first_line;
}

static Owned frame_tuple(Runtime *rt, const Node *node)
{
    Value file = node->code ? retain(node->code->filename) : str_intern_text(rt, "<unknown>");
    Value pair = file ? tuple_pack(rt, 2, file, small_int_value(node->code ? line_of(node) : 0)) : NULL;
    release(rt, file);
    return pair;
}

static Owned traceback_tuple(Runtime *rt, uint32_t id)
{
    Tracer *t = tracer_of(rt);
    Value list = list_new(rt, 0);
    for (; list && id; id = t->nodes[id].parent) {
        Value pair = frame_tuple(rt, &t->nodes[id]);
        if (!pair || !list_append_steal(rt, list, pair))
            value_clear(rt, &list);
    }
    Value tuple = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    return tuple;
}

static Owned trace_of_object(Runtime *rt, Borrowed self unused, const Value *args)
{
    Tracer *t = tracer_of(rt);
    uint32_t id = t && value_is_object(args[0]) ? heap_trace_of(&rt->gc.heap, value_object(args[0])) : 0;
    if (!id)
        return NONE;
    bool before = t->paused;
    t->paused = true;
    Value traceback = traceback_tuple(rt, id);
    t->paused = before;
    return traceback;
}

/* -- all traces */

typedef struct Trace { uint32_t id, total; size_t size; } Trace;
typedef struct Copy { const Tracer *tracer; Trace *traces; size_t count, room; } Copy;

static void add_trace(void *argument, uint32_t id, size_t size)
{
    Copy *copy = argument;
    if (copy->count < copy->room)
        copy->traces[copy->count] = (Trace){ id, copy->tracer->nodes[id].total, size };
    copy->count++;
}

/* The deepest calls first, then the newest places: an order that is not that of addresses. */
static int deepest_first(const void *a, const void *b)
{
    const Trace *s = a, *t = b;
    return s->total != t->total ? (s->total < t->total) - (s->total > t->total) : (s->id < t->id) - (s->id > t->id);
}

static bool copy_traces(Runtime *rt, Copy *copy)
{
    Heap *heap = &rt->gc.heap;
    heap_trace_each(heap, add_trace, copy);
    size_t room = MAX(copy->count, (size_t)1);
    copy->traces = trace_alloc(heap, room * sizeof *copy->traces);
    if (!copy->traces)
        return raise_memory_error(rt);
    copy->room = room;
    copy->count = 0;
    heap_trace_each(heap, add_trace, copy);
    copy->count = MIN(copy->count, room);
    qsort(copy->traces, copy->count, sizeof *copy->traces, deepest_first);
    return true;
}

/* The tuple of node ID, made once; TUPLES is a list with a place for each node. */
static Borrowed known_traceback_peek(Runtime *rt, Borrowed tuples, uint32_t id)
{
    Value *place = &((List *)tuples)->items[id];
    if (*place == NONE)
        *place = traceback_tuple(rt, id);
    if (*place)
        return *place;
    *place = NONE;
    return NULL;
}

static bool add_row(Runtime *rt, Borrowed result, Borrowed tuples, const Trace *trace)
{
    Value traceback = known_traceback_peek(rt, tuples, trace->id);
    Value row = !traceback ? NULL : tuple_pack(rt, 4, small_int_value(0), small_int_value((int64_t)trace->size), traceback,
                                               small_int_value(trace->total));
    return row && list_append_steal(rt, result, row);
}

static Owned rows_of(Runtime *rt, const Copy *copy)
{
    uint32_t nodes = tracer_of(rt)->count;
    Value result = list_new(rt, (int64_t)copy->count), tuples = list_new(rt, nodes);
    bool done = result && tuples;
    for (uint32_t i = 0; done && i < nodes; i++)
        done = list_append(rt, tuples, NONE);
    for (size_t i = 0; done && i < copy->count; i++)
        done = add_row(rt, result, tuples, &copy->traces[i]);
    release(rt, tuples);
    if (!done)
        value_clear(rt, &result);
    return result;
}

/* Nothing of what it makes is traced; no collection runs, so no program code stops the tracing. */
static Owned trace_all(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    Tracer *t = tracer_of(rt);
    Copy copy = { .tracer = t };
    if (!t)
        return list_new(rt, 0);
    bool before = t->paused;
    t->paused = true;
    rt->gc.hold++;
    Value rows = copy_traces(rt, &copy) ? rows_of(rt, &copy) : NULL;
    rt->gc.hold--;
    trace_free(&rt->gc.heap, copy.traces, copy.room * sizeof *copy.traces);
    t->paused = before;
    return rows;
}

static const MethodDef functions[] = {
    METHOD("is_tracing", trace_is_tracing, "()", "Return True if the tracemalloc module is tracing Python memory allocations."),
    METHOD("clear_traces", trace_clear, "()", "Clear traces of memory blocks allocated by Python."),
    METHOD("_get_traces", trace_all, "()", "Get traces of all memory blocks allocated by Python.\n\nReturn a list of (domain: int, size: int, traceback: tuple, total_nframe: int)\ntuples. traceback is a tuple of (filename: str, lineno: int) tuples."),
    METHOD("_get_object_traceback", trace_of_object, "(obj, /)", "Get the traceback where the Python object obj was allocated.\n\nReturn a tuple of (filename: str, lineno: int) tuples.\nReturn None if tracemalloc is disabled or did not trace the allocation."),
    METHOD("start", trace_start, "(nframe=1, /)", "Start tracing Python memory allocations.\n\nAlso set the maximum number of frames stored in the traceback of a\ntrace to nframe."),
    METHOD("stop", trace_stop, "()", "Stop tracing Python memory allocations.\n\nAlso clear traces of memory blocks allocated by Python."),
    METHOD("get_traceback_limit", trace_limit, "()", "Get the maximum number of frames stored in the traceback of a trace."),
    METHOD("get_tracemalloc_memory", trace_own_memory, "()", "Get the memory usage in bytes of the tracemalloc module."),
    METHOD("get_traced_memory", trace_memory, "()", "Get the current size and peak size of memory blocks traced by tracemalloc.\n\nReturns a tuple: (current: int, peak: int)."),
    METHOD("reset_peak", trace_reset_peak, "()", "Set the peak size of memory blocks traced by tracemalloc to the current size."),
    { 0 },
};

const ModuleDef _tracemalloc_module_def = {
    .name = "_tracemalloc",
    .doc = "Debug module to trace memory blocks allocated by Python.",
    .functions = functions,
};
