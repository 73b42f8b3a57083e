/* Frames: the call stack.
 *
 * A frame's registers stand right behind it.  Frames of ordinary calls lie in the
 * runtime's frame stack (chunks of heap memory, no C stack: calls from Python to
 * Python do not recurse in C); a generator's frame lies inside the generator.
 *
 * A Python-visible frame object is made only when somebody asks (a traceback,
 * sys._getframe); when the frame ends first, the object takes its registers over. */
#ifndef OURO_VM_FRAME_H
#define OURO_VM_FRAME_H

#include "object/runtime.h"
#include "types/code.h"
#include "types/function.h"

enum {
    FRAME_ENTRY = 1,            /* the interpreter loop was entered from C for it: leaving it leaves the loop */
    FRAME_GENERATOR = 2,        /* lies in a generator */
    FRAME_CLASS_BODY = 4,
};

struct Frame {
    Frame *previous;            /* caller; NULL: the first, or a suspended generator */
    Code *code;                 /* Owned through `function` or by itself */
    Value function;             /* Owned, or NULL (module code, exec) */
    Value globals, builtins;    /* Owned dicts */
    Value locals;               /* Owned mapping of module and class bodies, else NULL */
    Value object;               /* Owned frame object, or NULL */
    Value generator;            /* Borrowed: the generator that this frame lies in */
    const Instruction *pc;      /* the instruction being executed (or to be resumed) */
    int16_t result;             /* register of the caller that gets the result */
    uint16_t flags;
    Value saved_handled;        /* generators: what the resumer was handling */
    Value registers[];
};

typedef struct FrameObject {
    Object head;
    Frame *frame;               /* the live frame, or one of its own after that ended */
    bool owns_frame;
    Value back;                 /* after the end: the caller's frame object or NULL */
    Value locals;               /* f_locals, when asked for */
    Value trace;
    int32_t line;               /* set by a tracer; 0: from pc */
} FrameObject;

/* The frame object of FRAME, made when there is none (borrowed; the frame keeps it). */
Borrowed frame_object_peek(Runtime *rt, Frame *frame) must_check;
int32_t frame_line(const Frame *frame);
/* f_locals: the dict of a function's variables now, or the mapping of a body. */
Owned frame_locals(Runtime *rt, Frame *frame) must_check;

#endif
