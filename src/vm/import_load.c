/* Loading: built-in modules, source files, namespace packages, and what the finders in
 * sys.meta_path bring.
 *
 * A module stands in sys.modules before its code runs, and is taken out again when that
 * fails.  Whatever stands there afterwards is the module.
 */
#include "vm/import.h"
#include "vm/import_own.h"

#include "compiler/compile.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- __spec__ */

typedef struct Attribute { const char *name; Value value; } Attribute;

static Owned names_of(Runtime *rt, const Attribute *attributes, int64_t count)
{
    Value names = tuple_new(rt, count);
    for (int64_t i = 0; names && i < count; i++) {
        tuple_items(names)[i] = str_intern_text(rt, attributes[i].name);
        if (!tuple_item_peek(names, i)) {
            release(rt, names);
            return NULL;
        }
    }
    return names ? tuple_done(rt, names) : NULL;
}

static Owned namespace_of(Runtime *rt, const Attribute *attributes, int64_t count)
{
    Value values[8], names = names_of(rt, attributes, count);
    if (!names)
        return NULL;
    for (int64_t i = 0; i < count; i++)
        values[i] = attributes[i].value;
    Value result = call(rt, type_value(rt->simple_namespace_type), values, 0, names);
    release(rt, names);
    return result;
}

static Owned package_of(Runtime *rt, Borrowed name, bool is_package)
{
    const char *dot = memrchr(str_bytes(name), '.', str_size(name));
    if (is_package)
        return retain(name);
    return str_from_bytes(rt, str_bytes(name), dot ? (size_t)(dot - str_bytes(name)) : 0);
}

static Owned make_spec(Runtime *rt, Borrowed name, Borrowed package, Borrowed origin, Borrowed locations)
{
    const Attribute attributes[] = {
        { "name", name },
        { "loader", NONE },
        { "origin", origin ? origin : NONE },
        { "submodule_search_locations", locations ? locations : NONE },
        { "parent", package },
        { "cached", NONE },
        { "has_location", bool_value(origin != NULL) },
        { "_initializing", TRUE },
    };
    return namespace_of(rt, attributes, COUNT_OF(attributes));
}

bool import_is_initializing(Runtime *rt, Borrowed spec)
{
    if (!spec || spec == NONE)
        return false;
    Value flag = get_attribute_text(rt, spec, "_initializing");
    int truth = flag ? value_truth(rt, flag) : 0;
    release(rt, flag);
    error_clear(rt);
    return truth > 0;
}

static bool set_initializing(Runtime *rt, Borrowed spec, bool yes)
{
    Value name = str_intern_text(rt, "_initializing");
    bool done = name && set_attribute(rt, spec, name, bool_value(yes));
    release(rt, name);
    return done;
}

/* -- modules from files */

static Owned spec_for(Runtime *rt, Borrowed name, Borrowed package, const Found *found, Borrowed locations)
{
    if (!found->file || !import_library_loaded(rt))
        return make_spec(rt, name, package, found->file, locations);
    Value spec = import_file_spec(rt, name, found->file);
    if (spec && spec != NONE && !set_initializing(rt, spec, true))
        value_clear(rt, &spec);
    return spec == NONE ? make_spec(rt, name, package, found->file, locations) : spec;
}

static bool fill_module(Runtime *rt, Borrowed module, Borrowed name, const Found *found, Borrowed locations)
{
    Value package = package_of(rt, name, locations), loader = NULL;
    Value spec = package ? spec_for(rt, name, package, found, locations) : NULL;
    bool done = spec && (loader = get_attribute_text(rt, spec, "loader")) && module_add(rt, module, "__package__", package)
        && module_add(rt, module, "__loader__", loader) && module_add(rt, module, "__spec__", spec);
    release(rt, loader);
    if (done && locations)
        done = module_add(rt, module, "__path__", locations);
    if (done && found->file)
        done = module_add(rt, module, "__file__", found->file) && module_add(rt, module, "__cached__", NONE);
    release(rt, spec);
    release(rt, package);
    return done && module_add(rt, module, "__builtins__", rt->builtins);
}

static Owned locations_of(Runtime *rt, const Found *found)
{
    if (found->portions)
        return retain(found->portions);
    return found->directory ? list_from(rt, &found->directory, 1) : NULL;
}

static Owned code_of(Runtime *rt, const Found *found)
{
    size_t size;
    if (found->library.image)
        return library_code(rt, &found->library);
    char *source = import_read(rt, found->file, &size);
    if (!source)
        return NULL;
    Value code = compile_source(rt, source, size, found->file, COMPILE_EXEC, 0, -1);
    heap_free(&rt->gc.heap, source);
    return code;
}

static bool run_file(Runtime *rt, Borrowed module, const Found *found)
{
    Value code = code_of(rt, found);
    Value result = code ? vm_run_code(rt, code, module_dict(module), NULL) : NULL;
    release(rt, code);
    release(rt, result);
    return result;
}

/* Out of sys.modules; the pending exception stays. */
static void forget(Runtime *rt, Borrowed name)
{
    Value pending = error_take(rt), taken = NULL;
    if (!dict_pop(rt, rt->modules, name, &taken))
        error_clear(rt);
    release(rt, taken);
    error_restore_steal(rt, pending);
}

/* What sys.modules has under NAME now. */
static Owned registered(Runtime *rt, Borrowed name)
{
    Value module;
    if (!dict_lookup_owned(rt, rt->modules, name, &module))
        return NULL;
    return module ? module : raise_key_error(rt, name);
}

static bool finish_spec(Runtime *rt, Borrowed module)
{
    Value spec = dict_get_peek(rt, module_dict(module), rt->names.__spec__);
    return !spec || spec == NONE || !import_is_initializing(rt, spec) || set_initializing(rt, spec, false);
}

static Owned run_registered(Runtime *rt, Borrowed name, Borrowed module, const Found *found)
{
    if (!dict_set(rt, rt->modules, name, module))
        return NULL;
    if ((!found->file || run_file(rt, module, found)) && finish_spec(rt, module))
        return registered(rt, name);
    forget(rt, name);
    return NULL;
}

static Owned load_found(Runtime *rt, Borrowed name, const Found *found)
{
    Value locations = locations_of(rt, found);
    if (!locations && error_pending(rt))
        return NULL;
    Value module = module_new(rt, name);
    Value result = NULL;
    if (module && fill_module(rt, module, name, found, locations))
        result = run_registered(rt, name, module, found);
    release(rt, module);
    release(rt, locations);
    return result;
}

static Owned load_builtin(Runtime *rt, Borrowed name, const ModuleDef *def)
{
    Value module = module_from_def(rt, def);
    if (module && import_builtin_spec(rt, module, name) && dict_set(rt, rt->modules, name, module))
        return module;
    release(rt, module);
    return NULL;
}

/* -- sys.meta_path */

static Owned module_for_spec(Runtime *rt, Borrowed spec, Borrowed loader, Borrowed name)
{
    Value create = loader == NONE ? NULL : get_attribute_or_null(rt, loader, rt->names.create_module);
    Value module = create ? call_one(rt, create, spec) : error_pending(rt) ? NULL : NONE;
    release(rt, create);
    return module == NONE ? module_new(rt, name) : module;
}

static bool set_text(Runtime *rt, Borrowed object, const char *name, Owned value)
{
    Value key = value ? str_intern_text(rt, name) : NULL;
    bool done = key && set_attribute(rt, object, key, value);
    release(rt, key);
    release(rt, value);
    return done;
}

/* The attributes that a spec decides. */
static bool fill_from_spec(Runtime *rt, Borrowed module, Borrowed spec, Borrowed loader)
{
    if (!set_text(rt, module, "__loader__", retain(loader)) || !set_text(rt, module, "__spec__", retain(spec))
        || !set_text(rt, module, "__package__", get_attribute_text(rt, spec, "parent")))
        return false;
    Value locations = get_attribute_text(rt, spec, "submodule_search_locations");
    if (!locations || (locations != NONE && !set_text(rt, module, "__path__", retain(locations)))) {
        release(rt, locations);
        return false;
    }
    release(rt, locations);
    Value has_location = get_attribute_text(rt, spec, "has_location");
    int truth = has_location ? value_truth(rt, has_location) : -1;
    release(rt, has_location);
    return truth == 0 || (truth > 0 && set_text(rt, module, "__file__", get_attribute_text(rt, spec, "origin")));
}

/* loader.exec_module(module), or the older loader.load_module(name). */
static bool execute(Runtime *rt, Borrowed loader, Borrowed module, Borrowed name)
{
    if (loader == NONE)
        return true;
    Value method = get_attribute_or_null(rt, loader, rt->names.exec_module), result;
    if (method) {
        result = call_one(rt, method, module);
        release(rt, method);
    } else {
        Value load = error_pending(rt) ? NULL : get_attribute_text(rt, loader, "load_module");
        result = load ? call_one(rt, load, name) : NULL;
        release(rt, load);
    }
    release(rt, result);
    return result;
}

static Owned load_spec_with(Runtime *rt, Borrowed spec, Borrowed loader, Borrowed name)
{
    Value module = module_for_spec(rt, spec, loader, name), result = NULL;
    if (!module || !fill_from_spec(rt, module, spec, loader) || !dict_set(rt, rt->modules, name, module)) {
        release(rt, module);
        return NULL;
    }
    if (set_initializing(rt, spec, true) && execute(rt, loader, module, name) && set_initializing(rt, spec, false))
        result = registered(rt, name);
    else
        forget(rt, name);
    release(rt, module);
    return result;
}

static Owned load_spec(Runtime *rt, Borrowed spec, Borrowed name)
{
    Value loader = get_attribute_text(rt, spec, "loader");
    Value module = loader ? load_spec_with(rt, spec, loader, name) : NULL;
    release(rt, loader);
    return module;
}

/* *SPEC NULL: this finder does not know NAME. */
static bool ask_finder(Runtime *rt, Borrowed finder, Borrowed name, Borrowed path, Owned *spec)
{
    *spec = NULL;
    Value find = get_attribute_or_null(rt, finder, rt->names.find_spec);
    if (!find)
        return !error_pending(rt);
    *spec = call_three(rt, find, name, path ? path : NONE, NONE);
    release(rt, find);
    if (*spec == NONE)
        *spec = NULL;
    return *spec || !error_pending(rt);
}

/* Path hooks of the program's own, which only the PathFinder in Python knows to ask. */
static bool has_path_hooks(Runtime *rt)
{
    Value hooks = import_sys_peek(rt, "path_hooks");
    return hooks && value_is_list(hooks) && list_count(hooks) > 1;
}

/* The finders in front of the one for paths, or those BEHIND it. */
static bool ask_meta_path(Runtime *rt, Borrowed name, Borrowed path, bool behind, Owned *spec)
{
    *spec = NULL;
    Value finders = import_sys_peek(rt, "meta_path");
    if (!finders || !value_is_list(finders) || list_count(finders) == 0)
        return true;
    Value copy = list_to_tuple(rt, finders);
    bool done = copy, passed = false;
    for (int64_t i = 0; done && !*spec && i < tuple_count(copy); i++) {
        Value finder = tuple_item_peek(copy, i);
        bool for_paths = import_is_path_finder(rt, finder);
        passed = passed || for_paths;
        if (passed == behind && (!import_is_standard_finder(rt, finder) || (for_paths && has_path_hooks(rt))))
            done = ask_finder(rt, finder, name, path, spec);
    }
    release(rt, copy);
    return done;
}

/* -- all together */

static bool load_from_path(Runtime *rt, Borrowed name, Borrowed path, Owned *module)
{
    Found found;
    const char *dot = memrchr(str_bytes(name), '.', str_size(name));
    Value where = path ? path : import_sys_peek(rt, "path");
    if (!where)
        return true;
    retain(where);
    bool done = import_find(rt, where, dot ? dot + 1 : str_bytes(name), &found);
    release(rt, where);
    if (!done)
        return false;
    if (found.file || found.portions) {
        *module = load_found(rt, name, &found);
        done = *module;
    }
    found_close(rt, &found);
    return done;
}

/* *MODULE NULL without an exception: no finder there knows it. */
static bool load_from_finders(Runtime *rt, Borrowed name, Borrowed path, bool behind, Owned *module)
{
    Value spec;
    if (!ask_meta_path(rt, name, path, behind, &spec))
        return false;
    *module = spec ? load_spec(rt, spec, name) : NULL;
    release(rt, spec);
    return !spec || *module;
}

bool import_load(Runtime *rt, Borrowed name, Borrowed path, Owned *module)
{
    *module = NULL;
    Value finders = import_sys_peek(rt, "meta_path");
    if (finders == NONE)
        return raise(rt, rt->ImportError, "sys.meta_path is None, Python is likely shutting down");
    if (!load_from_finders(rt, name, path, false, module) || *module)
        return *module;
    const ModuleDef *def = builtin_module_find(str_bytes(name));
    if (def) {
        *module = load_builtin(rt, name, def);
        return *module;
    }
    if (!import_own(rt, name, module) || *module)
        return *module;
    if (!import_frozen(rt, name, module) || *module)
        return *module;
    if (!load_from_path(rt, name, path, module) || *module)
        return *module;
    return load_from_finders(rt, name, path, true, module);
}
