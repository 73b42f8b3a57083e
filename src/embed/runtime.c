/* Opening and closing a runtime.  It stands on the floor above all others, since
 * it opens each of them, from the bottom up, and closes them in reverse. */
#include "object/runtime.h"

#include <stdlib.h>
#include <sys/random.h>

#include "compiler/compile.h"
#include "embed/finalize.h"
#include "embed/stack.h"
#include "modules/gc.h"
#include "modules/sys.h"
#include "modules/tracemalloc.h"
#include "modules/unraisable.h"
#include "memory/stats.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/module.h"
#include "types/bytes.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/weakref.h"
#include "vm/vm.h"

enum { RECURSION_LIMIT = 1000 };

/* The key that PYTHONHASHSEED=SEED gives CPython, so that sets of ASCII text have its order. */
static void expand_seed(Runtime *rt, uint32_t seed)
{
    unsigned char bytes[sizeof rt->hash_seed] = { 0 };
    uint32_t x = seed;
    for (size_t i = 0; seed && i < sizeof bytes; i++) {
        x = x * 214013u + 2531011u;
        bytes[i] = (unsigned char)(x >> 16);
    }
    memcpy(rt->hash_seed, bytes, sizeof bytes);
}

static void seed_hashes(Runtime *rt, uint64_t seed, bool fixed)
{
    rt->hash_seed[0] = seed;
    rt->hash_seed[1] = seed ^ 0x9e3779b97f4a7c15;
    if (fixed && seed <= UINT32_MAX)
        expand_seed(rt, (uint32_t)seed);
    else if (!seed && getrandom(rt->hash_seed, sizeof rt->hash_seed, GRND_NONBLOCK) < 0)
        rt->hash_seed[0] = (uintptr_t)rt;
}

#define TYPE(name, base) extern const TypeDef name##_type_def;
#include "object/builtin_types.def"
#undef TYPE

/* Rows of builtin_types.def, a base by the place of its pointer in the runtime. */
typedef struct TypeRow { const TypeDef *def; size_t field, base; } TypeRow;

static bool open_types(Runtime *rt)
{
    enum { NULL_at = 0 };
#define TYPE(name, base) enum { name##_at = offsetof(Runtime, name##_type) };
#include "object/builtin_types.def"
#undef TYPE
    static const TypeRow rows[] = {
#define TYPE(name, base) { &name##_type_def, name##_at, base##_at },
#include "object/builtin_types.def"
#undef TYPE
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Type **type = (Type **)((char *)rt + rows[i].field);
        Type *base = rows[i].base ? *(Type **)((char *)rt + rows[i].base) : NULL;
        if (!(*type = type_from_def(rt, rows[i].def, base)))
            return false;
        if (*type == rt->type_type)
            type_bootstrap(rt);
    }
    return exception_types_open(rt);
}

static bool open_names(Runtime *rt)
{
#define NAME(text) if (!(rt->names.text = str_intern_text(rt, #text))) return false;
#define NAME_AS(field, text) if (!(rt->names.field = str_intern_text(rt, text))) return false;
#include "object/names.def"
#undef NAME
#undef NAME_AS
    return true;
}

/* What raise_memory_error needs when nothing is left. */
static bool open_memory_error(Runtime *rt)
{
    rt->memory_error = exception_new(rt, rt->MemoryError, rt->empty_tuple);
    if (rt->memory_error)
        gc_untrack(&rt->gc, value_object(rt->memory_error));
    return rt->memory_error;
}

/* ExceptionGroup(BaseExceptionGroup, Exception) */
static bool open_exception_group(Runtime *rt)
{
    Value name = str_intern_text(rt, "ExceptionGroup"), dict = dict_new(rt), module = str_intern_text(rt, "builtins");
    Value bases = tuple_pack(rt, 2, type_value(rt->BaseExceptionGroup), type_value(rt->Exception));
    if (name && dict && module && bases && dict_set(rt, dict, rt->names.__module__, module)) {
        Value args[3] = { name, bases, dict };
        rt->ExceptionGroup = (Type *)call(rt, type_value(rt->type_type), args, 3, NULL);
    }
    release(rt, name);
    release(rt, dict);
    release(rt, module);
    release(rt, bases);
    return rt->ExceptionGroup;
}

static bool open_modules(Runtime *rt)
{
    rt->modules = dict_new(rt);
    Value builtins = rt->modules ? module_from_def(rt, builtin_module_find("builtins")) : NULL;
    if (!builtins)
        return false;
    rt->builtins = retain(module_dict(builtins));
    bool done = dict_set_text(rt, rt->modules, "builtins", builtins);
    release(rt, builtins);
    return done && sys_open(rt) && gc_module_open(rt) && import_open(rt);
}

static bool open_all(Runtime *rt)
{
    return str_runtime_open(rt) && open_types(rt) && str_constants_open(rt) && (rt->empty_tuple = tuple_new(rt, 0)) && open_names(rt) &&
           open_memory_error(rt) && vm_open(rt) && open_exception_group(rt) && open_modules(rt);
}

/* The target of REFERENCE is gone: callback(reference). */
static void call_weak_callback(Gc *gc, WeakRef *reference)
{
    Runtime *rt = runtime_of(gc);
    if (!rt->frame_stack)
        return;
    Value pending = error_take(rt), callback = retain(object_value(reference->callback));
    Value done = call_one(rt, callback, object_value(reference));
    if (!done)
        error_unraisable(rt, NULL, callback);
    release(rt, done);
    release(rt, callback);
    error_restore_steal(rt, pending);
}

/* Of the runtime itself, in whole pages: it is no block, since the heap is part of it. */
static size_t runtime_size(const Heap *heap) { return round_up(sizeof(Runtime), heap->page_size); }

Runtime *runtime_open(const RuntimeOptions *options)
{
    static const RuntimeOptions none;
    options = options ? options : &none;
    Runtime *rt = calloc(1, sizeof *rt);
    if (!rt)
        return NULL;
    HeapOptions heap = { .limit = options->memory_limit, .mode = (HeapMode)options->heap_mode };
    gc_open(&rt->gc, &heap);
    if (!heap_charge_outside(&rt->gc.heap, runtime_size(&rt->gc.heap))) {
        free(rt);
        return NULL;
    }
    if (options->fail_at)
        heap_fail_at(&rt->gc.heap, options->fail_at, options->fail_forever);
    rt->gc.weak_callback = call_weak_callback;
    rt->next_version = 1;
    budget_arm(rt, 0, 0);
    rt->depth_limit = RECURSION_LIMIT;
    rt->c_stack_size = options->stack_size;
    stack_enter(rt);
    seed_hashes(rt, options->hash_seed, options->hash_fixed);
    if (open_all(rt)) {
        budget_arm(rt, options->step_limit, options->time_limit);
        return rt;
    }
    size_t left = runtime_close(rt);
    if (options->left)
        *options->left = left;
    return NULL;
}

static void close_values(Runtime *rt)
{
    value_clear(rt, &rt->exception);
    value_clear(rt, &rt->handled);
    value_clear(rt, &rt->builtins);
    value_clear(rt, &rt->modules);
    value_clear(rt, &rt->codec_cache);
    for (size_t i = 0; i < COUNT_OF(rt->interpreter_names); i++)
        value_clear(rt, &rt->interpreter_names[i]);
}

static void close_constants(Runtime *rt)
{
    value_clear(rt, &rt->empty_tuple);
    value_clear(rt, &rt->empty_frozenset);
    str_constants_close(rt);
    bytes_constants_close(rt);
#define NAME(text) value_clear(rt, &rt->names.text);
#define NAME_AS(field, text) value_clear(rt, &rt->names.field);
#include "object/names.def"
#undef NAME
#undef NAME_AS
}

static void close_exception_group(Runtime *rt)
{
    Value group = rt->ExceptionGroup ? type_value(rt->ExceptionGroup) : NULL;
    rt->ExceptionGroup = NULL;
    release(rt, group);
}

#ifdef OURO_DEBUG
#include <stdio.h>

#include "memory/walk.h"

static void report_block(void *argument, void *block)
{
    Object *o = block;
    fprintf(stderr, "left: %s, %d references (%s)\n", object_gc_type(o)->name, o->count, (const char *)argument);
}

/* What outlives its runtime, while its type still has a name.  Types do and may. */
static void report_left(Runtime *rt)
{
    if (!getenv("OURO_REPORT_LEFT"))
        return;
    heap_each(&rt->gc.heap, DOMAIN_CONTAINER, report_block, "container");
    heap_each(&rt->gc.heap, DOMAIN_OBJECT, report_block, "leaf");
}
#else
static void report_left(Runtime *rt unused) {}
#endif

/* Finalizers may leave garbage that has finalizers; after so many rounds those no longer run. */
static void collect_last(Runtime *rt)
{
    enum { ROUNDS = 10 };
    for (int i = 0; i < ROUNDS && gc_collect(&rt->gc, GC_OLD).collected; i++)
        continue;
}

size_t runtime_close(Runtime *rt)
{
    finalize_modules(rt);
    finalize_rest(rt);
    tracemalloc_stop(rt);
    import_close(rt);
    gc_module_close(rt);
    sys_close(rt);
    close_values(rt);
    close_exception_group(rt);
    collect_last(rt);
    vm_close(rt);
    if (rt->memory_error_lent)
        rt->memory_error = NULL;        /* whoever holds it lets it die */
    value_clear(rt, &rt->memory_error);
    gc_collect(&rt->gc, GC_OLD);
    close_constants(rt);
    report_left(rt);
    type_close_all(rt);
    str_runtime_close(rt);
    gc_drain(&rt->gc);
    gc_close(&rt->gc);
    size_t left = heap_live(&rt->gc.heap).blocks;
    heap_close(&rt->gc.heap);
    free(rt);
    return left;
}
