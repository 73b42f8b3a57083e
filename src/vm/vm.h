/* The virtual machine's entrances. */
#ifndef OURO_VM_VM_H
#define OURO_VM_VM_H

#include "object/budget.h"
#include "types/code.h"
#include "vm/frame.h"

/* Run module or class code.  LOCALS NULL: the globals. */
Owned vm_run_code(Runtime *rt, Borrowed code, Borrowed globals, Borrowed locals_or_null) must_check;
/* exec(code, globals, locals, closure=...): CLOSURE is a tuple of as many cells as the code has free variables. */
Owned vm_run_closure(Runtime *rt, Borrowed code, Borrowed globals, Borrowed locals_or_null,
                     Borrowed closure_or_null) must_check;
/* Run the body of a class: FUNCTION (no arguments) with NAMESPACE as its locals.  Gives what the
 * body returns: the cell of __class__, or None. */
Owned vm_run_class_body(Runtime *rt, Borrowed function, Borrowed namespace_) must_check;
/* function_type_def.slots.call: call a Python function from C. */
Owned vm_call_function(CALL_PARAMETERS) must_check;
/* What Python code runs in: traversed as roots by referrers and by the checker. */
bool vm_open(Runtime *rt) must_check;       /* frame stack */
void vm_let_go(Runtime *rt);                /* of hooks */
void vm_close(Runtime *rt);

/* What modules hang into the machine; all may be left zero. */
typedef struct VmHooks {
    Value async_first_iteration, async_finalizer;   /* Owned: sys.set_asyncgen_hooks */
    int32_t origin_depth;                   /* sys.set_coroutine_origin_tracking_depth */
    Value trace, profile;                   /* Owned: sys.settrace, sys.setprofile; see vm/trace.h */
    bool tracing;                           /* one of them is running */
} VmHooks;
VmHooks *vm_hooks(Runtime *rt);

typedef struct Generator {
    Object head;
    Value name, qualname;
    Value origin;               /* coroutines: cr_origin or NULL */
    Value handled;              /* exception being handled inside while suspended */
    int8_t state;               /* GENERATOR_* */
    bool closing, hooks_done;   /* async generators */
    bool wrapped;               /* async generators: what it gave last came from its own `yield` */
    bool running_async;         /* async generators: an asend or athrow is under way */
    Value hook_finalizer;
    size_t frame_size;          /* bytes of the frame that follows */
    Frame frame;                /* with its registers; must be last */
} Generator;
enum { GENERATOR_CREATED, GENERATOR_SUSPENDED, GENERATOR_RUNNING, GENERATOR_FINISHED };

/* anext(iterator, default) (vm/anext.c) */
Owned anext_awaitable_new(Runtime *rt, Borrowed awaitable, Borrowed otherwise) must_check;

/* import (vm/import.c) */
Owned import_module(Runtime *rt, const char *dotted_name) must_check;        /* the last part */
Owned import_name(Runtime *rt, Borrowed name, Borrowed globals, Borrowed fromlist, int level) must_check;   /* __import__ */
bool import_open(Runtime *rt) must_check;
void import_close(Runtime *rt);

#endif
