/* Frames: the call stack.
 *
 * A frame's registers stand right behind it.  Frames of ordinary calls lie in the
 * runtime's frame stack (chunks of heap memory, no C stack: calls from Python to
 * Python do not recurse in C); a generator's frame lies inside the generator.
 *
 * A Python-visible frame object is made only when somebody asks (a traceback,
 * sys._getframe); when the frame ends first, the object takes its registers over.
 * The room for that is part of the object, so that taking over cannot fail. */
#ifndef OURO_VM_FRAME_H
#define OURO_VM_FRAME_H

#include "object/runtime.h"
#include "types/code.h"
#include "types/function.h"

enum {
    FRAME_ENTRY = 1,            /* the interpreter loop was entered from C for it: leaving it leaves the loop */
    FRAME_GENERATOR = 2,        /* lies in a generator */
    FRAME_CLASS_BODY = 4,
    FRAME_INIT = 8,             /* an __init__ called for a class call: the instance waits in the caller's registers */
    FRAME_HANDLING = 16,        /* generators: an exception is being handled inside */
    FRAME_ENDED = 32,           /* taken over by its frame object */
    FRAME_OPERATOR = 128,       /* a special method called for the caller's instruction, which operator_finish ends */
    FRAME_SWITCH = 256,         /* tracing was turned on inside: leaving it may change the caller's loop */
    FRAME_RICH = 64,            /* it has a frame object or locals, or no function: frame_clear gives it up */
};

struct Frame {
    Frame *previous;            /* caller; NULL: the first, or a suspended generator */
    Code *code;                 /* Owned when there is no function or in a generator, else kept alive by it */
    Value function;             /* Owned, or NULL (module code, exec) */
    Value globals, builtins;    /* dicts; Owned when there is no function, else kept alive by it */
    Value locals;               /* Owned mapping of module and class bodies; of functions the dict of locals(), or NULL */
    Value object;               /* Owned frame object, or NULL */
    Value generator;            /* Borrowed: the generator that this frame lies in */
    const Instruction *pc;      /* the instruction being executed (or to be resumed) */
    int16_t result;             /* register of the caller that gets the result */
    uint16_t flags;
    int32_t raised_at;          /* in a handler: offset of what raised, cleanup code left out */
    Value saved_handled;        /* running generators: Owned, what the resumer was handling */
    Value registers[];
};

typedef struct FrameObject {
    Object head;
    Frame *frame;               /* the live frame, or &own after that ended */
    bool owns_frame;
    bool trace_lines, trace_opcodes;
    int32_t shown_line;         /* f_lineno while a trace function is told of a call; 0: from pc */
    int32_t last_line, last_pc; /* what a trace function was told of last */
    Value back;                 /* after the end: the caller's frame object or NULL */
    Value trace;
    Frame own;                  /* with room for the registers; must be last */
} FrameObject;

/* The frame object of FRAME, made when there is none (borrowed; the frame keeps it). */
Borrowed frame_object_peek(Runtime *rt, Frame *frame) must_check;
int32_t frame_line(const Frame *frame);
/* f_locals: the dict of a function's variables now, or the mapping of a body. */
Owned frame_locals(Runtime *rt, Frame *frame) must_check;
/* Visit every reference that FRAME owns (for roots: the frames from rt->frame on). */
int frame_traverse(Frame *frame, GcVisit visit, void *argument);

/* -- the frame stack */

typedef struct FrameChunk FrameChunk;
struct FrameChunk {
    FrameChunk *previous;
    char *top;                  /* where the stack stood when the next chunk was opened */
    size_t size;                /* bytes, this header included */
};

typedef struct FrameStack {
    char *top, *limit;          /* in the current chunk */
    char *base;                 /* where the frames of the current chunk begin */
    FrameChunk *chunk, *spare;
    uint32_t misses;            /* of inline caches, so far */
    struct StubCache *stubs;    /* what inline caches have known; see cache.c; or NULL */
} FrameStack;

Frame *frame_push_chunk(Runtime *rt, size_t size) must_check;   /* NULL with MemoryError */
void frame_pop_chunk(Runtime *rt);

static always_inline size_t frame_size(const Code *code)
{
    return sizeof(Frame) + (size_t)code->register_count * sizeof(Value);
}

/* Room for a frame of CODE; nothing in it is set. */
static always_inline Frame *frame_push(Runtime *rt, const Code *code)
{
    FrameStack *stack = rt->frame_stack;
    size_t size = frame_size(code);
    char *top = stack->top;
    if (unlikely(size > (size_t)(stack->limit - top)))
        return frame_push_chunk(rt, size);
    stack->top = top + size;
    return (Frame *)top;
}

/* FRAME is the newest of the stack; its references were given up before. */
static always_inline void frame_pop(Runtime *rt, Frame *frame)
{
    FrameStack *stack = rt->frame_stack;
    stack->top = (char *)frame;
    if (unlikely(stack->top == stack->base))
        frame_pop_chunk(rt);
}

/* FRAME has ended: give up its references (or hand them to its frame object), but not its memory. */
void frame_clear(Runtime *rt, Frame *frame);

#endif
