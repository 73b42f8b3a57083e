/* The places outside all objects that hold references. */
#include "inspect/references.h"

#include "modules/gc.h"
#include "modules/sys.h"
#include "modules/tracemalloc.h"
#include "types/type_cache.h"
#include "vm/cache.h"
#include "vm/frame.h"
#include "vm/vm.h"

typedef struct Visitor { RootVisit visit; void *argument; Root root; } Visitor;

static int visit_child(Object *child, void *argument)
{
    Visitor *v = argument;
    return v->visit(child, &v->root, v->argument);
}

static int visit_value(Visitor *v, Borrowed value, const char *kind, const char *name)
{
    v->root = (Root){ .kind = kind, .name = name };
    return value_is_object(value) ? visit_child(value_object(value), v) : 0;
}

#define ROOT(value, kind, name) \
    do { int stop_ = visit_value(v, value, kind, name); if (stop_) return stop_; } while (0)

static int visit_fields(Visitor *v, Runtime *rt)
{
    ROOT(rt->exception, "runtime", "the exception being raised");
    ROOT(rt->handled, "runtime", "the exception being handled");
    if (!rt->memory_error_lent)
        ROOT(rt->memory_error, "runtime", "the MemoryError kept for bad times");
    ROOT(rt->modules, "runtime", "sys.modules");
    ROOT(rt->builtins, "runtime", "names of builtins");
    ROOT(rt->codec_cache, "runtime", "codecs");
    for (size_t i = 0; i < COUNT_OF(rt->interpreter_names); i++)
        ROOT(rt->interpreter_names[i], "runtime", "text given to the host");
    ROOT(rt->ExceptionGroup ? type_value(rt->ExceptionGroup) : NULL, "runtime", "the type ExceptionGroup");
    return 0;
}

static int visit_constants(Visitor *v, Runtime *rt)
{
    ROOT(rt->empty_tuple, "constant", "the empty tuple");
    ROOT(rt->empty_str, "constant", "the empty str");
    ROOT(rt->empty_bytes, "constant", "the empty bytes");
    ROOT(rt->empty_frozenset, "constant", "the empty frozenset");
    for (size_t i = 0; i < COUNT_OF(rt->characters); i++)
        ROOT(rt->characters[i], "constant", "str of one character");
    for (size_t i = 0; i < COUNT_OF(rt->byte_values); i++)
        ROOT(rt->byte_values[i], "constant", "bytes of length one");
#define NAME(text) ROOT(rt->names.text, "constant", "a name that the runtime itself uses");
#define NAME_AS(field, text) ROOT(rt->names.field, "constant", "a name that the runtime itself uses");
#include "object/names.def"
#undef NAME
#undef NAME_AS
    return 0;
}

static int visit_caches(Visitor *v, Runtime *rt)
{
    for (size_t i = 0; rt->type_cache && i < TYPE_CACHE_SIZE; i++)
        ROOT(rt->type_cache->entries[i].name, "cache", "attribute look-up");
    v->root = (Root){ .kind = "cache", .name = "attribute look-up" };
    return rt->frame_stack ? stubs_traverse(rt, visit_child, v) : 0;
}

static int visit_states(Visitor *v, Runtime *rt)
{
    v->root = (Root){ .kind = "runtime", .name = "the module sys" };
    int stop = sys_traverse(rt, visit_child, v);
    v->root = (Root){ .kind = "runtime", .name = "gc.garbage or gc.callbacks" };
    stop = stop ? stop : gc_module_traverse(rt, visit_child, v);
    v->root = (Root){ .kind = "runtime", .name = "traces of tracemalloc" };
    return stop ? stop : tracemalloc_traverse(rt, visit_child, v);
}

static int visit_hooks(Visitor *v, Runtime *rt)
{
    if (!rt->frame_stack)
        return 0;
    const VmHooks *hooks = vm_hooks(rt);
    ROOT(hooks->async_first_iteration, "hook", "sys.set_asyncgen_hooks");
    ROOT(hooks->async_finalizer, "hook", "sys.set_asyncgen_hooks");
    ROOT(hooks->trace, "hook", "sys.settrace");
    ROOT(hooks->profile, "hook", "sys.setprofile");
    return 0;
}

/* The frame of a running generator is the generator's, which traverses it. */
static int visit_frames(Visitor *v, Runtime *rt)
{
    int stop = 0;
    for (Frame *frame = rt->frame; frame && !stop; frame = frame->previous) {
        v->root = (Root){ .kind = "frame", .frame = frame };
        if (!(frame->flags & FRAME_GENERATOR))
            stop = frame_traverse(frame, visit_child, v);
    }
    return stop;
}

int roots_each(Runtime *rt, RootVisit visit, void *argument)
{
    Visitor v = { .visit = visit, .argument = argument };
    static int (*const parts[])(Visitor *, Runtime *) = {
        visit_frames, visit_states, visit_fields, visit_hooks, visit_constants, visit_caches,
    };
    int stop = 0;
    for (size_t i = 0; i < COUNT_OF(parts) && !stop; i++)
        stop = parts[i](&v, rt);
    return stop;
}
