/* sys: what a program may ask about memory and references. */
#include <stdio.h>

#include "memory/stats.h"
#include "modules/sys.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/str.h"

/* Immortal and immediate values say so with a count no program reaches. */
enum { IMMORTAL_COUNT = 0x3fffffff };

/* The argument itself is not counted by Ouro's calls, CPython counts it: one more. */
static Owned getrefcount(Runtime *rt unused, Borrowed self unused, const Value *args)
{
    if (!value_is_object(args[0]) || object_is_immortal(value_object(args[0])))
        return small_int_value(IMMORTAL_COUNT);
    return small_int_value(object_references(value_object(args[0])));
}

static Owned is_immortal(Runtime *rt unused, Borrowed self unused, const Value *args)
{
    return bool_value(!value_is_object(args[0]) || object_is_immortal(value_object(args[0])));
}

static Owned size_of(Runtime *rt, Borrowed v)
{
    Value size = call_special(rt, v, rt->names.__sizeof__, NULL, 0);
    if (!size && !error_pending(rt))
        return raise(rt, rt->TypeError, "Type %T doesn't define __sizeof__", v);
    if (size && !value_is_int(size)) {
        release(rt, size);
        return raise(rt, rt->TypeError, "'%T' object cannot be interpreted as an integer", size);
    }
    if (size && int_sign(size) < 0) {
        release(rt, size);
        return raise(rt, rt->ValueError, "__sizeof__() should return >= 0");
    }
    return size;
}

static Owned getsizeof(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value size = size_of(rt, args[0]);
    if (size || !args[1] || !error_clear_if(rt, rt->TypeError))
        return size;
    return retain(args[1]);
}

static Owned getallocatedblocks(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return small_int_value((int64_t)heap_live(&rt->gc.heap).blocks);
}

static Owned intern(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (!object_is_exactly(args[0], rt->str_type))
        return raise(rt, rt->TypeError, value_is_str(args[0]) ? "can't intern %T" : "intern() argument must be str, not %V", args[0]);
    return str_intern_steal(rt, retain(args[0]));
}

/* -- _debugmallocstats */

static double percent(size_t part, size_t whole) { return whole ? 100.0 * (double)part / (double)whole : 0; }

static void print_classes(FILE *out, const HeapStats *s)
{
    fprintf(out, "class   size   num pools   blocks in use  avail blocks    used\n");
    fprintf(out, "-----   ----   ---------   -------------  ------------  ------\n");
    for (size_t i = 0; i < HEAP_CLASSES; i++) {
        const HeapClassStats *c = &s->size_class[i];
        if (c->pools)
            fprintf(out, "%5zu %6zu %11zu %15zu %13zu %6.1f%%\n", i, c->block_size, c->pools, c->blocks,
                    c->capacity - c->blocks, percent(c->blocks, c->capacity));
    }
}

static void print_line(FILE *out, const char *what, size_t bytes) { fprintf(out, "%-44s = %15zu\n", what, bytes); }

static void print_totals(FILE *out, const HeapStats *s)
{
    print_line(out, "# arenas", s->arenas);
    print_line(out, "# pools", s->pools);
    print_line(out, "#   used (some blocks free)", s->used_pools);
    print_line(out, "#   full", s->full_pools);
    print_line(out, "#   empty", s->empty_pools);
    print_line(out, "# blocks of several pools", s->spans.blocks);
    print_line(out, "# blocks with a mapping of their own", s->huge.blocks);
    fprintf(out, "\n");
    print_line(out, "# bytes reserved", s->reserved);
    print_line(out, "# bytes reserved at the peak", s->peak);
    print_line(out, "# bytes in blocks in use", s->live.bytes);
    for (int d = 0; d < HEAP_DOMAINS; d++) {
        char what[64];
        snprintf(what, sizeof what, "#   %s: %zu blocks", heap_domain_name((Domain)d), s->domain[d].blocks);
        print_line(out, what, s->domain[d].bytes);
    }
    fprintf(out, "%.1f%% of what is reserved is in use\n", percent(s->live.bytes, s->reserved));
}

void sys_print_memory(Runtime *rt)
{
    HeapStats stats;
    heap_stats(&rt->gc.heap, &stats);
    sys_flush(rt);
    print_classes(stderr, &stats);
    fprintf(stderr, "\n");
    print_totals(stderr, &stats);
}

static Owned debugmallocstats(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    sys_print_memory(rt);
    return NONE;
}

const MethodDef sys_memory_functions[] = {
    METHOD("getrefcount", getrefcount, "(object, /)", "Return the reference count of object.\n\nThe count returned is generally one higher than you might expect,\nbecause it includes the (temporary) reference as an argument to\ngetrefcount()."),
    METHOD("_is_immortal", is_immortal, "(object, /)", "Return True if the object is never freed and its references are not counted."),
    METHOD("getsizeof", getsizeof, "(object, default=None)", "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes."),
    METHOD("getallocatedblocks", getallocatedblocks, "()", "Return the number of memory blocks currently allocated."),
    METHOD("intern", intern, "(string, /)", "``Intern'' the given string."),
    METHOD("_debugmallocstats", debugmallocstats, "()", "Print arenas, pools and blocks to stderr."),
    { 0 },
};
