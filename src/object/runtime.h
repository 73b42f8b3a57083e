/* The state of one runtime: everything that is not a constant hangs off it.
 * `gc` is the first member, so a Gc * that reaches a type's free or clear is the runtime.
 */
#ifndef OURO_OBJECT_RUNTIME_H
#define OURO_OBJECT_RUNTIME_H

#include "gc/gc.h"
#include "object/signature.h"
#include "object/type.h"

typedef struct Frame Frame;

/* What is left of the program's budget; see object/budget.h. */
typedef struct Budget {
    int64_t left;               /* steps not yet granted; INT64_MAX: no limit */
    int64_t deadline;           /* nanoseconds of the monotonic clock; INT64_MAX: none */
    uint64_t granted;           /* steps, since the last arming */
} Budget;

struct Runtime {
    Gc gc;

    /* The exception being raised (Owned), or NULL.  Failure <=> it is set. */
    Value exception;
    /* The exception being handled (sys.exc_info()), or NULL. */
    Value handled;
    Value memory_error;         /* preallocated; ours (Owned) unless it is lent */
    bool memory_error_lent;     /* raised and still referred to; exception_free takes it back */

    Frame *frame;               /* the running Python frame, or NULL */
    int32_t depth, depth_limit; /* Python recursion: sys.setrecursionlimit */
    int32_t int_max_digits;     /* of decimal text of ints; 0: the default, negative: no limit (types/int_text.c) */
    char *c_stack_limit;        /* C frames must stay above this address; see embed/stack.c */
    char *c_stack_base;         /* of the stack that it belongs to */
    size_t c_stack_size;        /* bytes that a call may use; 0: what the thread has */
    /* Steps left in the slice are gc.heap.fuel: taken from on back edges and calls.  See object/budget.h. */
    volatile int interrupt;     /* INTERRUPT_*: what wants attention */
    int32_t stopped;            /* StopReason: no code of the program may run */
    Budget budget;
    bool (*on_signal)(Runtime *rt);     /* modules/signal.c; NULL: KeyboardInterrupt.  False: an exception is set */

    int optimize;               /* -O: for code that says nothing else */
    bool dev_mode, safe_path, no_debug_ranges;  /* -X dev, -P, -X no_debug_ranges */

    Value modules;              /* dict: sys.modules */
    Value builtins;             /* dict of the module builtins */
    Value interned;             /* dict str -> str, or a table of str.c's own */
    uint32_t next_version;      /* for type versions */
    uint64_t hash_seed[2];
    uint64_t dict_version;      /* of the last change to any dict */

    /* Singletons made at opening or when first asked for; NULL until then. */
    Value empty_tuple, empty_str, empty_bytes, empty_frozenset;
    Value characters[256];      /* str of one character below U+0100 */
    Value byte_values[256];     /* bytes of length one */

    SignatureEntry signatures[SIGNATURE_CACHE_SIZE];    /* object/arguments.c */
    struct TypeCache *type_cache;       /* types/type_cache.c */
    struct FrameStack *frame_stack;     /* vm/frame.c */
    struct ImportState *import_state;   /* vm/import.c */
    struct SysState *sys_state;         /* modules/sys.c */
    struct IoState *io_state;           /* modules/io.c: of the module's state */
    struct GcModule *gc_module;         /* modules/gc.c */
    Value sys_dict;             /* of the module sys, which modules may have lost; Borrowed */
    struct ReprStack *repr_stack;       /* object/text.c; NULL when nothing is being shown */
    Value codec_cache;          /* str.c's and codecs' */
    Value interpreter_names[8]; /* spare roots */

    struct {
#define NAME(text) Value text;
#define NAME_AS(field, text) Value field;
#include "object/names.def"
#undef NAME
#undef NAME_AS
    } names;

#define TYPE(name, base) Type *name##_type;
#include "object/builtin_types.def"
#undef TYPE
#define EXCEPTION(name, base, layout) Type *name;
#include "object/exceptions.def"
#undef EXCEPTION
    Type *ExceptionGroup;       /* of BaseExceptionGroup and Exception */
};

static always_inline Runtime *runtime_of(Gc *gc) { return (Runtime *)gc; }

static always_inline void release(Runtime *rt, Owned v)
{
    if (value_is_object(v))
        object_release(&rt->gc, value_object(v));
}

/* *FIELD takes over VALUE; what it held is released after. */
static always_inline void value_replace(Runtime *rt, Value *field, Owned value)
{
    Value old = *field;
    *field = value;
    release(rt, old);
}

static inline void value_clear(Runtime *rt, Value *field) { value_replace(rt, field, NULL); }

/* The type of any value, immediates included. */
Type *value_type_of_immediate(Runtime *rt, Borrowed v);
static always_inline Type *value_type(Runtime *rt, Borrowed v)
{
    return likely(value_is_object(v)) ? object_type(value_object(v)) : value_type_of_immediate(rt, v);
}

/* Exactly TYPE?  For types without immediate values. */
static always_inline bool object_is_exactly(Borrowed v, const Type *type)
{
    return value_is_object(v) && object_type(value_object(v)) == type;
}

/* One of the TYPE_IS_* flags on the object's type: subclass tests in one load.
 * False for immediates (use value_is_int in types/int.h for ints). */
static always_inline bool object_has_type_flag(Borrowed v, uint32_t flag)
{
    return value_is_object(v) && (object_type(value_object(v))->flags & flag);
}

/* Memory of the runtime itself and of objects' buffers; NULL: raise_memory_error. */
static inline void *memory_alloc(Runtime *rt, size_t size) { return heap_alloc(&rt->gc.heap, DOMAIN_MEMORY, size); }
static inline void *memory_realloc(Runtime *rt, void *p, size_t size) { return heap_realloc(&rt->gc.heap, DOMAIN_MEMORY, p, size); }
static inline void memory_free(Runtime *rt, void *p) { heap_free(&rt->gc.heap, p); }

/* Open and close.  OPTIONS NULL: defaults.  NULL when memory does not suffice.
 * Closing frees every object and returns the number of blocks that were still
 * live after that: anything but 0 is a leak of the runtime. */
typedef struct RuntimeOptions {
    size_t memory_limit;        /* bytes; 0: none */
    uint64_t hash_seed;         /* 0: taken from the system */
    bool hash_fixed;            /* hash_seed is meant even when it is 0 */
    uint64_t step_limit;        /* see budget_arm */
    double time_limit;
    size_t stack_size;          /* bytes; 0: what the thread has */
    int heap_mode;              /* HEAP_* of memory/heap.h */
    uint64_t fail_at;           /* heap_fail_at before anything is opened; 0: never */
    bool fail_forever;
    size_t *left;               /* blocks that a failing opening lost; or NULL */
} RuntimeOptions;
Runtime *runtime_open(const RuntimeOptions *options);
size_t runtime_close(Runtime *rt);

#endif
