/* The library's importlib on top of the import system in C.
 *
 * _frozen_importlib and _frozen_importlib_external are importlib/_bootstrap.py and
 * _bootstrap_external.py of the library, loaded when somebody asks for them.  Imports go on
 * through import_load.c: the three finders that they put into sys.meta_path stand there for
 * what C does.  From then on modules get real specs and loaders, those before too. */
#include "vm/import.h"

#include <stdio.h>

#include "compiler/compile.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"

static Borrowed module_peek(Runtime *rt, const char *name)
{
    Value module = dict_get_text_peek(rt, rt->modules, name);
    return module && value_is_instance(rt, module, rt->module_type) ? module : NULL;
}

static Borrowed member_peek(Runtime *rt, const char *module_name, const char *name)
{
    Value module = module_peek(rt, module_name);
    return module ? dict_get_text_peek(rt, module_dict(module), name) : NULL;
}

bool import_is_path_finder(Runtime *rt, Borrowed finder)
{
    return finder == member_peek(rt, "_frozen_importlib_external", "PathFinder");
}

bool import_is_standard_finder(Runtime *rt, Borrowed finder)
{
    return import_is_path_finder(rt, finder) || finder == member_peek(rt, "_frozen_importlib", "BuiltinImporter") ||
           finder == member_peek(rt, "_frozen_importlib", "FrozenImporter");
}

/* -- loading */

static Owned library_file(Runtime *rt, const char *name)
{
    Found found;
    Value path = import_sys_peek(rt, "path"), file = NULL;
    if (!path)
        return raise(rt, rt->RuntimeError, "lost sys.path");
    retain(path);
    if (import_find(rt, path, "importlib", &found)) {
        if (found.directory)
            file = format_message(rt, "%U/%s", found.directory, name);
        else
            raise(rt, rt->ModuleNotFoundError, "No module named 'importlib'");
        found_close(rt, &found);
    }
    release(rt, path);
    return file;
}

static Owned compile_file(Runtime *rt, Borrowed file, Borrowed shown)
{
    size_t size;
    char *source = import_read(rt, file, &size);
    if (!source)
        return NULL;
    Value code = compile_source(rt, source, size, shown, COMPILE_EXEC, 0, -1);
    heap_free(&rt->gc.heap, source);
    return code;
}

/* From the embedded library, or a file of the one along sys.path. */
static Owned library_part(Runtime *rt, const char *file_name, const char *shown_name)
{
    LibraryModule m;
    char name[64];
    snprintf(name, sizeof name, "importlib/%.*s", (int)strcspn(file_name, "."), file_name);
    if (library_find_name(name, &m))
        return library_code(rt, &m);
    Value file = library_file(rt, file_name), shown = file ? str_from_text(rt, shown_name) : NULL;
    Value code = shown ? compile_file(rt, file, shown) : NULL;
    release(rt, file);
    release(rt, shown);
    return code;
}

static bool run_library(Runtime *rt, Borrowed module, const char *file_name, const char *shown_name)
{
    Value code = library_part(rt, file_name, shown_name);
    Value result = code && module_add(rt, module, "__builtins__", rt->builtins) && module_add_steal(rt, module, "__package__", str_from_text(rt, ""))
                       ? vm_run_code(rt, code, module_dict(module), NULL) : NULL;
    release(rt, code);
    release(rt, result);
    return result;
}

static bool call_member(Runtime *rt, Borrowed module, const char *name, const Value *args, size_t count)
{
    Value function = get_attribute_text(rt, module, name);
    Value result = function ? call(rt, function, args, count, NULL) : NULL;
    release(rt, function);
    release(rt, result);
    return result;
}

static bool install(Runtime *rt, Borrowed module)
{
    Value sys = import_module(rt, "sys"), imp = sys ? import_module(rt, "_imp") : NULL;
    Value args[2] = { sys, imp };
    bool done = imp && call_member(rt, module, "_install", args, 2) && call_member(rt, module, "_install_external_importers", NULL, 0);
    release(rt, sys);
    release(rt, imp);
    return done;
}

/* -- specs */

bool import_library_loaded(Runtime *rt)
{
    return member_peek(rt, "_frozen_importlib_external", "PathFinder") && member_peek(rt, "_frozen_importlib", "ModuleSpec");
}

Owned import_file_spec(Runtime *rt, Borrowed name, Borrowed file)
{
    Value make = member_peek(rt, "_frozen_importlib_external", "spec_from_file_location");
    if (!make)
        return raise(rt, rt->ImportError, "lost importlib");
    retain(make);
    Value spec = call_two(rt, make, name, file);
    release(rt, make);
    return spec;
}

static Owned builtin_spec(Runtime *rt, Borrowed name)
{
    Value class = member_peek(rt, "_frozen_importlib", "ModuleSpec"), loader = member_peek(rt, "_frozen_importlib", "BuiltinImporter");
    Value key = str_intern_text(rt, "origin"), keywords = key ? tuple_pack(rt, 1, key) : NULL, origin = str_from_text(rt, "built-in");
    Value spec = NULL;
    if (class && loader && keywords && origin) {
        Value args[3] = { name, loader, origin };
        spec = call(rt, class, args, 2, keywords);
    }
    release(rt, key);
    release(rt, keywords);
    release(rt, origin);
    return spec;
}

static bool set_spec(Runtime *rt, Borrowed module, Borrowed spec)
{
    Value loader = get_attribute_text(rt, spec, "loader");
    bool done = loader && module_add(rt, module, "__spec__", spec) && module_add(rt, module, "__loader__", loader);
    release(rt, loader);
    return done;
}

bool import_builtin_spec(Runtime *rt, Borrowed module, Borrowed name)
{
    if (!import_library_loaded(rt))
        return true;
    Value spec = builtin_spec(rt, name);
    bool done = spec && set_spec(rt, module, spec);
    release(rt, spec);
    return done;
}

/* A module that was imported before: a spec in place of the plain one. */
static bool renew_spec(Runtime *rt, Borrowed name, Borrowed module)
{
    Value old = dict_get_peek(rt, module_dict(module), rt->names.__spec__), file = dict_get_peek(rt, module_dict(module), rt->names.__file__);
    if (!old || !object_is_exactly(old, rt->simple_namespace_type) || !file || !value_is_str(file))
        return true;
    bool initializing = import_is_initializing(rt, old);
    Value spec = import_file_spec(rt, name, file), flag = str_intern_text(rt, "_initializing");
    bool done = spec && flag && (spec == NONE || (set_attribute(rt, spec, flag, bool_value(initializing)) && set_spec(rt, module, spec)));
    release(rt, flag);
    release(rt, spec);
    return done;
}

static bool renew_specs(Runtime *rt)
{
    Value items = dict_items_list(rt, rt->modules);
    bool done = items;
    for (int64_t i = 0; done && i < list_count(items); i++) {
        Value name = tuple_item_peek(list_item_peek(items, i), 0), module = tuple_item_peek(list_item_peek(items, i), 1);
        if (value_is_str(name) && value_is_instance(rt, module, rt->module_type))
            done = renew_spec(rt, name, module);
    }
    release(rt, items);
    return done;
}

/* -- the two modules */

static bool load(Runtime *rt, Borrowed module, bool external)
{
    if (external)
        return run_library(rt, module, "_bootstrap_external.py", "<frozen importlib._bootstrap_external>");
    return run_library(rt, module, "_bootstrap.py", "<frozen importlib._bootstrap>") && install(rt, module) && renew_specs(rt);
}

bool import_frozen(Runtime *rt, Borrowed name, Owned *result)
{
    bool external = str_equal_text(name, "_frozen_importlib_external");
    *result = NULL;
    if (!external && !str_equal_text(name, "_frozen_importlib"))
        return true;
    Value module = module_new(rt, name);
    if (module && dict_set(rt, rt->modules, name, module) && load(rt, module, external)) {
        *result = module;
        return true;
    }
    Value pending = error_take(rt), taken = NULL;
    if (!dict_pop(rt, rt->modules, name, &taken))
        error_clear(rt);
    release(rt, taken);
    error_restore_steal(rt, pending);
    release(rt, module);
    return false;
}
