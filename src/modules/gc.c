/* The module gc: the collector as Python programs see and steer it. */
#include "modules/gc.h"

#include <stdio.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/function.h"
#include "types/module.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct GcModule {
    Value garbage, callbacks;   /* lists */
} GcModule;

/* -- hooks */

static void keep_garbage(Gc *gc, Object *object)
{
    Runtime *rt = runtime_of(gc);
    if (!list_append(rt, rt->gc_module->garbage, object_value(object)))
        error_clear(rt);
}

static void report_collectable(Gc *gc, Object *object)
{
    (void)gc;
    fprintf(stderr, "gc: collectable <%s %p>\n", object_gc_type(object)->name, (void *)object);
}

/* As Python 3.15 gives it: seconds, as a float. */
static bool set_seconds(Runtime *rt, Borrowed dict, uint64_t nanoseconds)
{
    Value seconds = float_value(rt, (double)nanoseconds / 1e9);
    bool fine = seconds && dict_set_text(rt, dict, "duration", seconds);
    release(rt, seconds);
    return fine;
}

static Owned phase_info(Runtime *rt, int generation, GcResult result)
{
    const struct { const char *name; int64_t number; } rows[] = {
        { "generation", generation }, { "collected", (int64_t)result.collected },
        { "uncollectable", (int64_t)result.uncollectable }, { "candidates", (int64_t)result.candidates },
    };
    Value info = dict_new(rt);
    for (size_t i = 0; info && i < COUNT_OF(rows); i++)
        if (!dict_set_text(rt, info, rows[i].name, small_int_value(rows[i].number)))
            value_clear(rt, &info);
    if (info && !set_seconds(rt, info, result.nanoseconds))
        value_clear(rt, &info);
    return info;
}

/* The list may change while it is walked. */
static void run_callbacks(Runtime *rt, const char *phase, int generation, GcResult result)
{
    Value callbacks = rt->gc_module->callbacks;
    Value info = phase_info(rt, generation, result), name = str_intern_text(rt, phase);
    for (int64_t i = 0; info && name && i < list_count(callbacks); i++) {
        Value callback = retain(list_item_peek(callbacks, i));
        Value answer = call_two(rt, callback, name, info);
        if (!answer)
            error_unraisable(rt, NULL, callback);
        release(rt, answer);
        release(rt, callback);
    }
    release(rt, info);
    release(rt, name);
}

static void on_phase(Gc *gc, GcPhase phase, int generation, GcResult result)
{
    Runtime *rt = runtime_of(gc);
    if (list_count(rt->gc_module->callbacks) == 0)
        return;
    Value pending = error_take(rt);
    run_callbacks(rt, phase == GC_START ? "start" : "stop", generation, result);
    error_clear(rt);
    error_restore_steal(rt, pending);
}

bool gc_module_open(Runtime *rt)
{
    GcModule *m = heap_calloc(&rt->gc.heap, DOMAIN_RAW, 1, sizeof *m);
    if (!m)
        return false;
    rt->gc_module = m;
    m->garbage = list_new(rt, 0);
    m->callbacks = list_new(rt, 0);
    if (!m->garbage || !m->callbacks)
        return false;
    rt->gc.on_phase = on_phase;
    rt->gc.on_garbage = keep_garbage;
    rt->gc.on_collectable = report_collectable;
    return true;
}

void gc_module_let_go(Runtime *rt)
{
    if (rt->gc_module && rt->gc_module->garbage)
        list_clear(rt, rt->gc_module->garbage);
    if (rt->gc_module && rt->gc_module->callbacks)
        list_clear(rt, rt->gc_module->callbacks);
}

void gc_module_close(Runtime *rt)
{
    GcModule *m = rt->gc_module;
    rt->gc.on_phase = NULL;
    rt->gc.on_garbage = NULL;
    if (!m)
        return;
    value_clear(rt, &m->garbage);
    value_clear(rt, &m->callbacks);
    heap_free(&rt->gc.heap, m);
    rt->gc_module = NULL;
}

int gc_module_traverse(Runtime *rt, GcVisit visit, void *argument)
{
    if (!rt->gc_module)
        return 0;
    VISIT_VALUE(rt->gc_module->garbage);
    VISIT_VALUE(rt->gc_module->callbacks);
    return 0;
}

/* -- functions */

static Owned gc_enable_(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    gc_enable(&rt->gc, true);
    return NONE;
}

static Owned gc_disable_(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    gc_enable(&rt->gc, false);
    return NONE;
}

static Owned gc_isenabled(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return bool_value(rt->gc.enabled);
}

static bool check_generation(Runtime *rt, int generation)
{
    return (generation >= 0 && generation < GC_GENERATIONS) || raise(rt, rt->ValueError, "invalid generation");
}

static Owned gc_collect_(Runtime *rt, Borrowed self unused, const Value *args)
{
    int generation = GC_OLD;
    if (!argument_int(rt, args[0], &generation) || !check_generation(rt, generation))
        return NULL;
    GcResult result = gc_collect(&rt->gc, generation);
    if (error_pending(rt))
        return NULL;
    return small_int_value((int64_t)(result.collected + result.uncollectable));
}

static Owned three_ints(Runtime *rt, int64_t a, int64_t b, int64_t c)
{
    return tuple_pack(rt, 3, small_int_value(a), small_int_value(b), small_int_value(c));
}

static Owned gc_get_threshold(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    const GcCounter *c = rt->gc.counter;
    return three_ints(rt, c[0].threshold, c[1].threshold, c[2].threshold);
}

static Owned gc_set_threshold_(CALL_PARAMETERS)
{
    (void)self;
    int threshold[GC_GENERATIONS];
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "gc.set_threshold() takes no keyword arguments");
    if (count < 1 || count > GC_GENERATIONS)
        return raise(rt, rt->TypeError, "gc.set_threshold() takes %s %d argument%s (%zu given)",
                     count ? "at most" : "at least", count ? 3 : 1, count ? "s" : "", count);
    for (size_t i = 0; i < count; i++)
        if (!argument_int(rt, args[i], &threshold[i]))
            return NULL;
    for (size_t i = 0; i < count; i++)
        gc_set_threshold(&rt->gc, (int)i, threshold[i]);
    if (count == 2)
        gc_set_threshold(&rt->gc, 2, threshold[1]);
    return NONE;
}

static Owned gc_get_count(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    const GcCounter *c = rt->gc.counter;
    return three_ints(rt, c[0].count, c[1].count, c[2].count);
}

static bool set_number(Runtime *rt, Borrowed dict, const char *name, uint64_t number)
{
    return dict_set_text(rt, dict, name, small_int_value((int64_t)number));
}

static Owned stats_of(Runtime *rt, const GcStats *s)
{
    Value dict = dict_new(rt);
    if (dict && set_number(rt, dict, "collections", s->collections) && set_number(rt, dict, "collected", s->collected) &&
        set_number(rt, dict, "uncollectable", s->uncollectable) && set_number(rt, dict, "candidates", s->candidates) &&
        set_seconds(rt, dict, s->nanoseconds))
        return dict;
    release(rt, dict);
    return NULL;
}

static Owned gc_get_stats(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    Value list = list_new(rt, GC_GENERATIONS);
    for (int i = 0; list && i < GC_GENERATIONS; i++) {
        GcStats before = rt->gc.stats[i];
        Value dict = stats_of(rt, &before);
        if (!dict || !list_append_steal(rt, list, dict))
            value_clear(rt, &list);
    }
    return list;
}

/* -- looking at objects */

typedef struct Gather {
    Runtime *rt;
    Value list;                 /* what is found goes here */
    Borrowed skip;              /* but not this one */
} Gather;

static int gather(Object *object, void *argument)
{
    Gather *g = argument;
    Value v = object_value(object);
    return v == g->list || v == g->skip || list_append(g->rt, g->list, v) ? 0 : -1;
}

static Owned gather_done(Gather *g, int stopped)
{
    if (stopped)
        value_clear(g->rt, &g->list);
    return g->list;
}

static Owned gc_get_objects(Runtime *rt, Borrowed self unused, const Value *args)
{
    int generation = GC_ALL;
    if (args[0] && args[0] != NONE) {
        if (!argument_int(rt, args[0], &generation))
            return NULL;
        if (generation >= GC_GENERATIONS)
            return raise(rt, rt->ValueError, "generation parameter must be less than the number of available generations (%d)", GC_GENERATIONS);
        if (generation < 0)
            return raise(rt, rt->ValueError, "generation parameter cannot be negative");
    }
    Gather g = { rt, list_new(rt, 0), NULL };
    return g.list ? gather_done(&g, gc_each_tracked(&rt->gc, generation, gather, &g)) : NULL;
}

static bool already_there(Borrowed list, Borrowed v)
{
    for (int64_t i = 0; i < list_count(list); i++)
        if (list_item_peek(list, i) == v)
            return true;
    return false;
}

static int gather_once(Object *object, void *argument)
{
    Gather *g = argument;
    return already_there(g->list, object_value(object)) ? 0 : gather(object, argument);
}

static Owned gc_get_referrers(CALL_PARAMETERS)
{
    (void)self, (void)keywords;
    Gather g = { rt, list_new(rt, 0), NULL };
    int stopped = !g.list;
    for (size_t i = 0; !stopped && i < count; i++)
        if (value_is_object(args[i]))
            stopped = gc_each_referrer(&rt->gc, value_object(args[i]), gather_once, &g);
    return gather_done(&g, stopped);
}

/* Small ints, None and the like are no objects, so traverse does not show them. */
static bool gather_immediate(Gather *g, Borrowed v) { return !v || value_is_object(v) || list_append(g->rt, g->list, v); }

static bool gather_immediates(Gather *g, Borrowed holder)
{
    Value key, value;
    bool done = true;
    if (value_is_dict(holder))
        for (int64_t i = 0; done && dict_next_peek(holder, &i, &key, &value);)
            done = gather_immediate(g, key) && gather_immediate(g, value);
    else if (value_is_list(holder))
        for (int64_t i = 0; done && i < list_count(holder); i++)
            done = gather_immediate(g, list_item_peek(holder, i));
    else if (value_is_tuple(holder))
        for (int64_t i = 0; done && i < tuple_count(holder); i++)
            done = gather_immediate(g, tuple_item_peek(holder, i));
    else if (value_is_set(holder))
        for (int64_t i = 0; done && set_next_peek(holder, &i, &value);)
            done = gather_immediate(g, value);
    else if (object_is_exactly(holder, g->rt->cell_type))
        done = gather_immediate(g, ((Cell *)holder)->content);
    return done;
}

static Owned gc_get_referents(CALL_PARAMETERS)
{
    (void)self, (void)keywords;
    Gather g = { rt, list_new(rt, 0), NULL };
    int stopped = !g.list;
    for (size_t i = 0; !stopped && i < count; i++) {
        if (!value_is_object(args[i]) || !(value_object(args[i])->type_word & OBJECT_CONTAINER))
            continue;
        stopped = gc_each_referent(value_object(args[i]), gather, &g);
        stopped = stopped || !gather_immediates(&g, args[i]);
    }
    return gather_done(&g, stopped);
}

static Owned gc_is_tracked_(Runtime *rt unused, Borrowed self unused, const Value *args)
{
    return bool_value(value_is_object(args[0]) && gc_is_tracked(value_object(args[0])));
}

static Owned gc_is_finalized_(Runtime *rt unused, Borrowed self unused, const Value *args)
{
    return bool_value(value_is_object(args[0]) && gc_is_finalized(value_object(args[0])));
}

static Owned gc_freeze_(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    gc_freeze(&rt->gc);
    return NONE;
}

static Owned gc_unfreeze_(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    gc_unfreeze(&rt->gc);
    return NONE;
}

static Owned gc_get_freeze_count(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return small_int_value((int64_t)gc_count_tracked(&rt->gc, GC_FROZEN));
}

static Owned gc_set_debug(Runtime *rt, Borrowed self unused, const Value *args)
{
    int flags = 0;
    if (!argument_int(rt, args[0], &flags))
        return NULL;
    rt->gc.debug = (uint32_t)flags;
    return NONE;
}

static Owned gc_get_debug(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return small_int_value(rt->gc.debug);
}

static const MethodDef functions[] = {
    METHOD("enable", gc_enable_, "()", "Enable automatic garbage collection."),
    METHOD("disable", gc_disable_, "()", "Disable automatic garbage collection."),
    METHOD("isenabled", gc_isenabled, "()", "Returns true if automatic garbage collection is enabled."),
    METHOD("collect", gc_collect_, "(generation=2)", "Run the garbage collector.\n\nThe number of unreachable objects is returned."),
    METHOD("get_threshold", gc_get_threshold, "()", "Return the current collection thresholds."),
    RAW_METHOD("set_threshold", gc_set_threshold_, NULL, "set_threshold(threshold0, [threshold1, threshold2])\nSet the collection thresholds (the collection frequency).\n\nSetting 'threshold0' to zero disables collection."),
    METHOD("get_count", gc_get_count, "()", "Return a three-tuple of the current collection counts."),
    METHOD("get_stats", gc_get_stats, "()", "Return a list of dictionaries containing per-generation statistics."),
    METHOD("get_objects", gc_get_objects, "(generation=None)", "Return a list of objects tracked by the collector (excluding the list returned)."),
    RAW_METHOD("get_referrers", gc_get_referrers, NULL, "get_referrers(*objs) -> list\nReturn the list of objects that directly refer to any of objs."),
    RAW_METHOD("get_referents", gc_get_referents, NULL, "get_referents(*objs) -> list\nReturn the list of objects that are directly referred to by objs."),
    METHOD("is_tracked", gc_is_tracked_, "(obj, /)", "Returns true if the object is tracked by the garbage collector."),
    METHOD("is_finalized", gc_is_finalized_, "(obj, /)", "Returns true if the object has been already finalized by the GC."),
    METHOD("freeze", gc_freeze_, "()", "Freeze all current tracked objects and ignore them for future collections."),
    METHOD("unfreeze", gc_unfreeze_, "()", "Unfreeze all objects in the permanent generation."),
    METHOD("get_freeze_count", gc_get_freeze_count, "()", "Return the number of objects in the permanent generation."),
    METHOD("set_debug", gc_set_debug, "(flags, /)", "Set the garbage collection debugging flags."),
    METHOD("get_debug", gc_get_debug, "()", "Get the garbage collection debugging flags."),
    { 0 },
};

static bool init(Runtime *rt, Borrowed module)
{
    static const struct { const char *name; int number; } flags[] = {
        { "DEBUG_STATS", 1 }, { "DEBUG_COLLECTABLE", 2 }, { "DEBUG_UNCOLLECTABLE", 4 }, { "DEBUG_SAVEALL", 32 },
        { "DEBUG_LEAK", 2 | 4 | 32 },
    };
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        if (!module_add(rt, module, flags[i].name, small_int_value(flags[i].number)))
            return false;
    return module_add(rt, module, "garbage", rt->gc_module->garbage) &&
           module_add(rt, module, "callbacks", rt->gc_module->callbacks);
}

const ModuleDef gc_module_def = {
    .name = "gc",
    .doc = "This module provides access to the garbage collector for reference cycles.",
    .functions = functions,
    .init = init,
};
