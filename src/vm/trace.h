/* Trace and profile functions: sys.settrace and sys.setprofile. */
#ifndef OURO_VM_TRACE_H
#define OURO_VM_TRACE_H

#include "vm/interpreter.h"

/* FUNCTION NULL or None: none.  The loops change over at the next call or back edge. */
void trace_set(Runtime *rt, Borrowed function);
void profile_set(Runtime *rt, Borrowed function);

static inline bool trace_is_on(Runtime *rt)
{
    const VmHooks *hooks = vm_hooks(rt);
    return (hooks->trace || hooks->profile) && !hooks->tracing;
}

/* The events.  False: the function raised, which also takes it off. */
bool trace_entry(Runtime *rt, Frame *frame) must_check;                         /* call */
bool trace_instruction(Runtime *rt, Frame *frame) must_check;                   /* line, opcode */
bool trace_exit(Runtime *rt, Frame *frame, Borrowed result) must_check;         /* return */
/* The pending exception is raised in FRAME; LEAVES: and leaves it. */
void trace_exception(Runtime *rt, Frame *frame);
void trace_exception_exit(Runtime *rt, Frame *frame);

#endif
