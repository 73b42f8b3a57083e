#include "embed/finalize.h"

#include "modules/atexit.h"
#include "modules/gc.h"
#include "modules/sys.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/weakref.h"
#include "vm/vm.h"

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
    return dict == rt->builtins || dict == rt->sys_dict;
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

static void restore_stream(Runtime *rt, const char *name, const char *original)
{
    Value file = sys_get_peek(rt, original);
    if (file && !sys_set(rt, name, file))
        error_clear(rt);
}

/* What the program may have put into sys, and what would let it import again. */
static void clear_special(Runtime *rt)
{
    static const char *const names[] = {
        "path", "argv", "ps1", "ps2", "last_type", "last_value", "last_traceback", "path_hooks", "path_importer_cache",
        "meta_path", "__interactivehook__",
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!sys_set(rt, names[i], NONE))
            error_clear(rt);
    restore_stream(rt, "stdin", "__stdin__");
    restore_stream(rt, "stdout", "__stdout__");
    restore_stream(rt, "stderr", "__stderr__");
}

void finalize_modules(Runtime *rt)
{
    if (!rt->modules)
        return;
    error_clear(rt);
    atexit_run_all(rt);
    sys_flush(rt);
    sys_set_finalizing(rt);
    if (rt->sys_dict)
        clear_special(rt);
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

static bool is_builtin(Runtime *rt, Borrowed value)
{
    return object_is_exactly(value, rt->builtin_function_type) || value_is_instance(rt, value, rt->type_type);
}

/* What the program put into builtins, while those can still be called. */
static void clear_added(Runtime *rt)
{
    Value keys = rt->builtins ? dict_keys_list(rt, rt->builtins) : NULL;
    for (int64_t i = 0; keys && i < list_count(keys); i++) {
        Value key = list_item_peek(keys, i), value = dict_get_peek(rt, rt->builtins, key);
        if (value && !is_builtin(rt, value) && !dict_set(rt, rt->builtins, key, NONE))
            error_clear(rt);
    }
    release(rt, keys);
    error_clear(rt);
}

/* Finalizers that run here still find modules, sys and builtins, with ever less in them. */
void finalize_rest(Runtime *rt)
{
    vm_let_go(rt);
    gc_module_let_go(rt);
    value_clear(rt, &rt->exception);
    value_clear(rt, &rt->handled);
    value_clear(rt, &rt->codec_cache);
    clear_added(rt);
    if (rt->sys_dict)
        clear_names(rt, rt->sys_dict);
    if (rt->builtins)
        dict_clear(rt, rt->builtins);
    gc_collect(&rt->gc, GC_OLD);
}
