/* The virtual machine's entrances. */
#ifndef OURO_VM_VM_H
#define OURO_VM_VM_H

#include "object/runtime.h"
#include "types/code.h"
#include "vm/frame.h"

/* Run module or class code.  LOCALS NULL: the globals. */
Owned vm_run_code(Runtime *rt, Borrowed code, Borrowed globals, Borrowed locals_or_null) must_check;
/* function_type_def.slots.call: call a Python function from C. */
Owned vm_call_function(CALL_PARAMETERS) must_check;
/* What Python code runs in: traversed as roots by referrers and by the checker. */
bool vm_open(Runtime *rt) must_check;       /* frame stack */
void vm_close(Runtime *rt);

typedef struct Generator {
    Object head;
    Value name, qualname;
    Value origin;               /* coroutines: cr_origin or NULL */
    Value handled;              /* exception being handled inside while suspended */
    int8_t state;               /* GENERATOR_* */
    bool closing, hooks_done;   /* async generators */
    Value hook_finalizer;
    size_t frame_size;          /* bytes of the frame that follows */
    Frame frame;                /* with its registers; must be last */
} Generator;
enum { GENERATOR_CREATED, GENERATOR_SUSPENDED, GENERATOR_RUNNING, GENERATOR_FINISHED };

/* import (vm/import.c) */
Owned import_module(Runtime *rt, const char *dotted_name) must_check;        /* the last part */
Owned import_name(Runtime *rt, Borrowed name, Borrowed globals, Borrowed fromlist, int level) must_check;   /* __import__ */
bool import_open(Runtime *rt) must_check;
void import_close(Runtime *rt);

#endif
