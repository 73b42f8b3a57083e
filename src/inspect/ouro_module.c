/* _ouro: what the runtime knows about its memory, as plain tuples and dicts; lib/ouro.py
 * makes them readable. */
#include "inspect/references.h"

#include "memory/stats.h"
#include "memory/walk.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"

/* -- dicts and lists of figures */

static bool set_figure(Runtime *rt, Borrowed dict, const char *name, uint64_t number)
{
    Value v = int_from_uint64(rt, number);
    bool done = v && dict_set_text(rt, dict, name, v);
    release(rt, v);
    return done;
}

static bool set_steal(Runtime *rt, Borrowed dict, const char *name, Owned value)
{
    bool done = value && dict_set_text(rt, dict, name, value);
    release(rt, value);
    return done;
}

static Owned number(uint64_t n) { return small_int_value((int64_t)n); }

static Owned count_pair(Runtime *rt, HeapCount c) { return tuple_pack(rt, 2, number(c.blocks), number(c.bytes)); }

static Owned add_all_steal(Runtime *rt, Owned list, Owned item)
{
    if (list && item && list_append_steal(rt, list, item))
        return list;
    if (!list)
        release(rt, item);
    release(rt, list);
    return NULL;
}

static Owned domain_rows(Runtime *rt, const HeapStats *s)
{
    Value list = list_new(rt, HEAP_DOMAINS);
    for (int d = 0; list && d < HEAP_DOMAINS; d++) {
        Value name = str_intern_text(rt, heap_domain_name((Domain)d));
        Value row = name ? tuple_pack(rt, 3, name, number(s->domain[d].blocks), number(s->domain[d].bytes)) : NULL;
        release(rt, name);
        list = add_all_steal(rt, list, row);
    }
    return list;
}

static Owned class_rows(Runtime *rt, const HeapStats *s)
{
    Value list = list_new(rt, 0);
    for (int i = 0; list && i < HEAP_CLASSES; i++) {
        const HeapClassStats *c = &s->size_class[i];
        if (c->pools)
            list = add_all_steal(rt, list, tuple_pack(rt, 5, number((uint64_t)i), number(c->block_size), number(c->pools),
                                                      number(c->blocks), number(c->capacity)));
    }
    return list;
}

/* -- objects by type */

typedef struct TypeRow { Type *type; size_t objects, bytes, buffers, buffer_bytes; } TypeRow;

typedef struct TypeTable {
    const Heap *heap;
    size_t mask;
    TypeRow *rows;
    TypeRow *current;           /* of the object whose buffers are visited */
} TypeTable;

static TypeRow *row_of(const TypeTable *t, Type *type)
{
    size_t i = (uintptr_t)type / GRANULE * UINT64_C(0x9e3779b97f4a7c15) >> 20 & t->mask;
    while (t->rows[i].type && t->rows[i].type != type)
        i = (i + 1) & t->mask;
    t->rows[i].type = type;
    return &t->rows[i];
}

static void add_buffer(const void *block, void *argument)
{
    TypeTable *t = argument;
    t->current->buffers++;
    t->current->buffer_bytes += heap_usable_size(t->heap, block);
}

static void add_object(void *argument, void *block)
{
    TypeTable *t = argument;
    t->current = row_of(t, object_type(block));
    t->current->objects++;
    t->current->bytes += heap_usable_size(t->heap, block);
    if (!gc_is_waiting(block))
        object_buffers(block, add_buffer, t);
}

static void count_type(void *argument, void *block)
{
    *(size_t *)argument += object_has_type_flag(object_value(block), TYPE_IS_TYPE);
}

static bool type_table_open(Runtime *rt, TypeTable *t)
{
    Heap *heap = &rt->gc.heap;
    size_t types = 0, places = 64;
    gc_drain(&rt->gc);
    heap_each(heap, DOMAIN_CONTAINER, count_type, &types);
    while (places < types * 2)
        places *= 2;
    *t = (TypeTable){ .heap = heap, .mask = places - 1 };
    t->rows = heap_calloc(heap, DOMAIN_RAW, places, sizeof *t->rows);
    if (!t->rows)
        return raise_memory_error(rt);
    for (size_t i = 0; i < places; i++)
        t->rows[i].type = NULL;
    return true;
}

static void type_table_fill(TypeTable *t)
{
    heap_each(t->heap, DOMAIN_CONTAINER, add_object, t);
    heap_each(t->heap, DOMAIN_OBJECT, add_object, t);
    for (size_t i = 0; i <= t->mask; i++)
        if (t->rows[i].type)
            object_retain(&t->rows[i].type->head);
}

static void type_table_close(Runtime *rt, TypeTable *t)
{
    for (size_t i = 0; i <= t->mask; i++)
        release(rt, t->rows[i].type ? type_value(t->rows[i].type) : NULL);
    heap_free(&rt->gc.heap, t->rows);
}

static Owned type_rows(Runtime *rt, const TypeTable *t)
{
    Value list = list_new(rt, 0);
    for (size_t i = 0; list && i <= t->mask; i++) {
        const TypeRow *r = &t->rows[i];
        if (r->type)
            list = add_all_steal(rt, list, tuple_pack(rt, 5, type_value(r->type), number(r->objects), number(r->bytes),
                                                      number(r->buffers), number(r->buffer_bytes)));
    }
    return list;
}

/* -- heap */

typedef struct Generations { size_t tracked[4], untracked; } Generations;

static Owned generation_rows(Runtime *rt, const Generations *g)
{
    return tuple_pack(rt, 5, number(g->tracked[0]), number(g->tracked[1]), number(g->tracked[2]), number(g->tracked[3]),
                      number(g->untracked));
}

static void count_generations(Runtime *rt, const HeapStats *s, Generations *g)
{
    g->untracked = s->domain[DOMAIN_CONTAINER].blocks;
    for (int i = 0; i < 4; i++)
        g->untracked -= g->tracked[i] = gc_count_tracked(&rt->gc, i);
}

static bool fill_heap(Runtime *rt, Borrowed dict, const HeapStats *s)
{
    const struct { const char *name; size_t number; } figures[] = {
        { "reserved", s->reserved }, { "peak", s->peak }, { "idle", s->idle }, { "arenas", s->arenas },
        { "empty_arenas", s->empty_arenas }, { "free_units", s->free_units }, { "pools", s->pools },
        { "used_pools", s->used_pools }, { "full_pools", s->full_pools }, { "empty_pools", s->empty_pools },
    };
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        if (!set_figure(rt, dict, figures[i].name, figures[i].number))
            return false;
    return set_steal(rt, dict, "limit", s->limit == SIZE_MAX ? NONE : int_from_uint64(rt, s->limit)) &&
           set_steal(rt, dict, "spans", count_pair(rt, s->spans)) && set_steal(rt, dict, "huge", count_pair(rt, s->huge)) &&
           set_steal(rt, dict, "live", count_pair(rt, s->live)) && set_steal(rt, dict, "domains", domain_rows(rt, s)) &&
           set_steal(rt, dict, "classes", class_rows(rt, s));
}

/* All figures are of one moment, the table that they are counted in included. */
static Owned ouro_heap(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    TypeTable types;
    HeapStats stats;
    Generations generations;
    if (!type_table_open(rt, &types))
        return NULL;
    heap_stats(&rt->gc.heap, &stats);
    count_generations(rt, &stats, &generations);
    type_table_fill(&types);
    Value dict = dict_new(rt);
    if (dict && !(fill_heap(rt, dict, &stats) && set_steal(rt, dict, "types", type_rows(rt, &types)) &&
                  set_steal(rt, dict, "generations", generation_rows(rt, &generations))))
        value_clear(rt, &dict);
    type_table_close(rt, &types);
    return dict;
}

static Owned ouro_limit(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    const Heap *heap = &rt->gc.heap;
    return tuple_pack(rt, 3, heap->limit == SIZE_MAX ? NONE : number(heap->limit), number(heap->reserved), number(heap->peak));
}

/* -- pauses */

static Owned pause_counts(Runtime *rt, const GcPauses *p)
{
    Value list = list_new(rt, GC_PAUSE_CLASSES);
    for (int i = 0; list && i < GC_PAUSE_CLASSES; i++)
        list = add_all_steal(rt, list, number(p->count[i]));
    return list;
}

static Owned pause_row(Runtime *rt, GcPauses p)
{
    Value counts = pause_counts(rt, &p);
    Value result = counts ? tuple_pack(rt, 4, counts, number(p.pauses), number(p.nanoseconds), number(p.longest)) : NULL;
    release(rt, counts);
    return result;
}

static Owned ouro_pauses(Runtime *rt, Borrowed self unused, const Value *args)
{
    bool requested = false;
    if (!argument_bool(rt, args[0], &requested))
        return NULL;
    return pause_row(rt, requested ? rt->gc.requested_pauses : rt->gc.pauses);
}

/* -- walk */

/* Every object that can be reached or is tracked: none that C code is still building. */
static Owned ouro_walk(Runtime *rt, Borrowed self unused, const Value *args)
{
    Reach reach;
    Value list = list_new(rt, 0);
    if (!list || !reach_open(&reach, rt, 0)) {
        release(rt, list);
        return error_pending(rt) ? NULL : raise_memory_error(rt);
    }
    Type *type = args[0] && args[0] != NONE ? (Type *)args[0] : NULL;
    rt->gc.hold++;
    for (size_t i = 0; i < reach.count; i++)
        object_retain(reach.queue[i]);
    bool done = true;
    for (size_t i = 0; done && i < reach.count; i++) {
        Value v = object_value(reach.queue[i]);
        if (v != list && (!type || type_is_subtype(object_type(reach.queue[i]), type)))
            done = list_append(rt, list, v);
    }
    rt->gc.hold--;
    for (size_t i = 0; i < reach.count; i++)
        release(rt, object_value(reach.queue[i]));
    reach_close(&reach);
    if (!done)
        value_clear(rt, &list);
    return list;
}

static Owned walk_checked(Runtime *rt, Borrowed self, const Value *args)
{
    if (args[0] && args[0] != NONE && !object_has_type_flag(args[0], TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "walk() argument must be a type or None, not '%T'", args[0]);
    return ouro_walk(rt, self, args);
}

extern Owned ouro_why(Runtime *rt, Borrowed self, const Value *args);

static const MethodDef functions[] = {
    METHOD("heap", ouro_heap, "()", "All figures of the heap at this moment, as a dict."),
    METHOD("limit", ouro_limit, "()", "(limit or None, reserved, peak)"),
    METHOD("pauses", ouro_pauses, "(requested=False, /)", "(pauses of 2**i ns to 2**(i+1) ns as a list, their number, nanoseconds in all, the longest)."),
    METHOD("walk", walk_checked, "(type=None, /)", "A list of every object of the heap, the nearest to a root first."),
    METHOD("why", ouro_why, "(obj, skip, /)", "Who holds obj: (count, rows, references of the skip newest frames, rows of a shortest path); None: nobody counts it."),
    { 0 },
};

const ModuleDef _ouro_module_def = {
    .name = "_ouro",
    .doc = "What the runtime knows about its memory; see the module ouro.",
    .functions = functions,
};
