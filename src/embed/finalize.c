#include "embed/finalize.h"

#include "modules/atexit.h"
#include "modules/sys.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/weakref.h"

/* Names that begin with one underscore go first, then all but __builtins__. */
static bool goes_in_round(Borrowed name, int round)
{
    const char *text = str_bytes(name);
    bool single = text[0] == '_' && text[1] != '_';
    return round == 0 ? single : !single && strcmp(text, "__builtins__") != 0;
}

static void clear_names(Runtime *rt, Borrowed dict)
{
    Value keys = dict_keys_list(rt, dict);
    for (int round = 0; keys && round < 2; round++)
        for (int64_t i = 0; i < list_count(keys); i++) {
            Value key = list_item_peek(keys, i);
            if (value_is_str(key) && goes_in_round(key, round) && !dict_set(rt, dict, key, NONE))
                error_clear(rt);
        }
    release(rt, keys);
    error_clear(rt);
}

/* Weak references to the modules, in the order of their import. */
static Owned weak_list(Runtime *rt)
{
    Value list = list_new(rt, dict_count(rt->modules)), key, module;
    for (int64_t i = 0; list && dict_next_peek(rt->modules, &i, &key, &module);) {
        if (!value_is_instance(rt, module, rt->module_type))
            continue;
        Value reference = weakref_new(rt, module, NULL);
        if (!reference || !list_append_steal(rt, list, reference))
            break;
    }
    error_clear(rt);
    return list;
}

static bool is_kept_last(Runtime *rt, Borrowed module)
{
    Value dict = module_dict(module);
    return dict == rt->builtins || dict == sys_dict_peek(rt);
}

static void clear_survivors(Runtime *rt, Borrowed references)
{
    for (int64_t i = list_count(references) - 1; i >= 0; i--) {
        Value module = weakref_target(rt, list_item_peek(references, i));
        if (module && module_dict(module) && !is_kept_last(rt, module)) {
            Value dict = retain(module_dict(module));
            clear_names(rt, dict);
            release(rt, dict);
        }
        release(rt, module);
    }
}

void finalize_modules(Runtime *rt)
{
    if (!rt->modules)
        return;
    error_clear(rt);
    atexit_run_all(rt);
    sys_flush(rt);
    sys_set_finalizing(rt);
    Value references = weak_list(rt);
    dict_clear(rt, rt->modules);
    gc_collect(&rt->gc, GC_OLD);
    if (references)
        clear_survivors(rt, references);
    release(rt, references);
    gc_collect(&rt->gc, GC_OLD);
    sys_flush(rt);
    error_clear(rt);
}
