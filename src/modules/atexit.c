/* The module atexit: functions to call when the program ends, the last first. */
#include "modules/atexit.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/tuple.h"

/* rows: list of (function, positional tuple, keywords dict or None) */
typedef struct State { Value rows; } State;

static State *state_of(Borrowed module) { return ((Module *)module)->state; }

static Owned atexit_register(CALL_PARAMETERS)
{
    if (count == 0)
        return raise(rt, rt->TypeError, "register() takes at least 1 argument (0 given)");
    if (!is_callable(rt, args[0]))
        return raise(rt, rt->TypeError, "the first argument must be callable");
    Value positional = tuple_from(rt, args + 1, (int64_t)count - 1), named = keywords ? dict_new(rt) : NONE, row = NULL;
    bool done = positional && named;
    for (int64_t i = 0; done && keywords && i < tuple_count(keywords); i++)
        done = dict_set(rt, named, tuple_item_peek(keywords, i), args[(int64_t)count + i]);
    done = done && (row = tuple_pack(rt, 3, args[0], positional, named)) && list_append(rt, state_of(self)->rows, row);
    release(rt, row);
    release(rt, positional);
    release(rt, named);
    return done ? retain(args[0]) : NULL;
}

static Owned atexit_unregister(Runtime *rt, Borrowed self, const Value *args)
{
    Value rows = state_of(self)->rows;
    for (int64_t i = 0; i < list_count(rows);) {
        Value row = retain(list_item_peek(rows, i));
        int same = compare_true(rt, tuple_item_peek(row, 0), args[0], COMPARE_EQ);
        release(rt, row);
        if (same < 0 || (same && i < list_count(rows) && !list_delete_range(rt, rows, i, i + 1)))
            return NULL;
        i += !same;
    }
    return NONE;
}

static Owned atexit_clear(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value rows = state_of(self)->rows;
    return list_delete_range(rt, rows, 0, list_count(rows)) ? NONE : NULL;
}

static void run_last(Runtime *rt, Borrowed rows)
{
    int64_t last = list_count(rows) - 1;
    Value row = retain(list_item_peek(rows, last));
    if (list_delete_range(rt, rows, last, last + 1)) {
        Value keywords = tuple_item_peek(row, 2);
        Value done = call_tuple_dict(rt, tuple_item_peek(row, 0), tuple_item_peek(row, 1), keywords == NONE ? NULL : keywords);
        if (!done)
            error_unraisable(rt, "Exception ignored in atexit callback", tuple_item_peek(row, 0));
        release(rt, done);
    }
    release(rt, row);
}

static Owned atexit_run(Runtime *rt, Borrowed self, const Value *args unused)
{
    while (list_count(state_of(self)->rows))
        run_last(rt, state_of(self)->rows);
    return NONE;
}

static Owned atexit_count(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    return small_int_value(list_count(state_of(self)->rows));
}

void atexit_run_all(Runtime *rt)
{
    Value module = rt->modules ? dict_get_text_peek(rt, rt->modules, "atexit") : NULL;
    if (!module || !value_is_instance(rt, module, rt->module_type) || ((Module *)module)->def != &atexit_module_def)
        return;
    retain(module);
    atexit_run(rt, module, NULL);
    release(rt, module);
}

static bool init(Runtime *rt, Borrowed module) { return (state_of(module)->rows = list_new(rt, 0)); }

static int traverse(void *state, GcVisit visit, void *argument)
{
    VISIT_VALUE(((State *)state)->rows);
    return 0;
}

static void clear(Runtime *rt, void *state) { value_clear(rt, &((State *)state)->rows); }

static const MethodDef functions[] = {
    RAW_METHOD("register", atexit_register, NULL, "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal program termination"),
    METHOD("unregister", atexit_unregister, "(func, /)", "Unregister an exit function which was previously registered using atexit.register"),
    METHOD("_clear", atexit_clear, "()", "Clear the list of previously registered exit functions."),
    METHOD("_run_exitfuncs", atexit_run, "()", "Run all registered exit functions."),
    METHOD("_ncallbacks", atexit_count, "()", "Return the number of registered exit functions."),
    { 0 },
};

const ModuleDef atexit_module_def = {
    .name = "atexit",
    .doc = "allow programmer to define multiple exit functions to be executed\nupon normal program termination.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
    .traverse = traverse,
    .clear = clear,
};
