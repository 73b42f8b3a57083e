/* import: what __import__ means.  Finding and loading stand in import_find.c and
 * import_load.c, the instructions in import_statement.c.
 *
 * No Python frame takes part, so that tracebacks show the program's frames only.
 */
#include "vm/import.h"

#include <stdarg.h>

#include "object/message.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"

bool import_open(Runtime *rt unused) { return true; }
void import_close(Runtime *rt unused) { }

Borrowed import_sys_peek(Runtime *rt, const char *name)
{
    return rt->sys_dict ? dict_get_text_peek(rt, rt->sys_dict, name) : NULL;
}

void *raise_import_error(Runtime *rt, Type *type, Borrowed name, Borrowed path, const char *format, ...)
{
    va_list directives;
    va_start(directives, format);
    Value text = format_message_list(rt, format, directives);
    va_end(directives);
    if (!text)
        return NULL;
    raise(rt, type, "%U", text);
    release(rt, text);
    if (error_matches(rt, rt->ImportError)) {
        Exception *e = (Exception *)rt->exception;
        value_replace(rt, &e->extra[EXTRA_IMPORT_NAME], retain(name));
        value_replace(rt, &e->extra[EXTRA_IMPORT_PATH], retain(path));
    }
    return NULL;
}

/* -- names */

/* The part of NAME before its last dot; NULL: no dot. */
static bool parent_name(Runtime *rt, Borrowed name, Owned *parent)
{
    const char *text = str_bytes(name), *dot = memrchr(text, '.', str_size(name));
    *parent = dot ? str_from_bytes(rt, text, (size_t)(dot - text)) : NULL;
    return !dot || *parent;
}

static const char *tail_of(Borrowed name)
{
    const char *dot = memrchr(str_bytes(name), '.', str_size(name));
    return dot ? dot + 1 : str_bytes(name);
}

static bool check_parent(Runtime *rt, Borrowed package, Borrowed spec)
{
    if (!spec || spec == NONE)
        return true;
    Value parent = get_attribute_text(rt, spec, "parent");
    int same = parent ? values_equal(rt, package, parent) : -1;
    release(rt, parent);
    return same > 0 || (!same && warn(rt, rt->ImportWarning, "__package__ != __spec__.parent"));
}

/* The package that relative imports start from, as the globals tell. */
static Owned package_of_globals(Runtime *rt, Borrowed globals)
{
    if (!value_is_dict(globals))
        return raise(rt, rt->KeyError, "'__name__' not in globals");
    Value package = dict_get_peek(rt, globals, rt->names.__package__);
    Value spec = dict_get_peek(rt, globals, rt->names.__spec__);
    if (package && package != NONE) {
        if (!value_is_str(package))
            return raise(rt, rt->TypeError, "package must be a string");
        return check_parent(rt, package, spec) ? retain(package) : NULL;
    }
    if (spec && spec != NONE) {
        Value parent = get_attribute_text(rt, spec, "parent");
        if (!parent || value_is_str(parent))
            return parent;
        release(rt, parent);
        return raise(rt, rt->TypeError, "__spec__.parent must be a string");
    }
    if (!warn(rt, rt->ImportWarning, "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__"))
        return NULL;
    Value name = dict_get_peek(rt, globals, rt->names.__name__);
    if (!name)
        return raise_key_error(rt, rt->names.__name__);
    if (!value_is_str(name))
        return raise(rt, rt->TypeError, "__name__ must be a string");
    if (dict_get_peek(rt, globals, rt->names.__path__))
        return retain(name);
    Value parent;
    if (!parent_name(rt, name, &parent))
        return NULL;
    return parent ? parent : str_from_bytes(rt, "", 0);
}

/* The absolute name of a relative import. */
static Owned resolve(Runtime *rt, Borrowed name, Borrowed globals, int level)
{
    Value package = package_of_globals(rt, globals);
    if (!package)
        return NULL;
    const char *text = str_bytes(package);
    size_t size = str_size(package);
    for (int up = 1; size && up < level; up++) {
        const char *dot = memrchr(text, '.', size);
        size = dot ? (size_t)(dot - text) : 0;
        if (!dot)
            break;
    }
    Value result = NULL;
    if (str_size(package) == 0)
        raise(rt, rt->ImportError, "attempted relative import with no known parent package");
    else if (size == 0)
        raise(rt, rt->ImportError, "attempted relative import beyond top-level package");
    else
        result = format_message(rt, str_size(name) ? "%.*s.%U" : "%.*s%U", (int)size, text, name);
    release(rt, package);
    return result;
}

/* -- sys.modules */

static Owned not_found(Runtime *rt, Borrowed name)
{
    return raise_import_error(rt, rt->ModuleNotFoundError, name, NULL, "No module named %R", name);
}

/* *MODULE NULL: not there. */
static bool loaded(Runtime *rt, Borrowed name, Owned *module)
{
    if (!dict_lookup_owned(rt, rt->modules, name, module))
        return false;
    if (*module == NONE)
        return raise_import_error(rt, rt->ModuleNotFoundError, name, NULL, "import of %U halted; None in sys.modules", name);
    return true;
}

static Owned import_absolute(Runtime *rt, Borrowed name);

/* The parent's __path__; a module without one is no package. */
static Owned path_of_parent(Runtime *rt, Borrowed parent_name, Borrowed parent, Borrowed name)
{
    Value path = get_attribute_or_null(rt, parent, rt->names.__path__);
    if (!path && !error_pending(rt))
        raise_import_error(rt, rt->ModuleNotFoundError, name, NULL, "No module named %R; %R is not a package", name, parent_name);
    return path;
}

static bool bind_in_parent(Runtime *rt, Borrowed parent, Borrowed name, Borrowed module)
{
    Value tail = str_intern_text(rt, tail_of(name));
    bool done = tail && set_attribute(rt, parent, tail, module);
    release(rt, tail);
    return done || (tail && error_clear_if(rt, rt->AttributeError));
}

/* NAME, below the module PARENT. */
static Owned load_below(Runtime *rt, Borrowed parent_name, Borrowed parent, Borrowed name)
{
    Value module;
    if (!loaded(rt, name, &module))
        return NULL;
    if (module)
        return module;
    Value path = path_of_parent(rt, parent_name, parent, name);
    bool searched = path && import_load(rt, name, path, &module);
    release(rt, path);
    if (!searched)
        return NULL;
    if (!module)
        return not_found(rt, name);
    if (bind_in_parent(rt, parent, name, module))
        return module;
    release(rt, module);
    return NULL;
}

static Owned load_top(Runtime *rt, Borrowed name)
{
    Value module;
    if (!import_load(rt, name, NULL, &module))
        return NULL;
    return module ? module : not_found(rt, name);
}

static Owned find_and_load(Runtime *rt, Borrowed name)
{
    Value parent_text;
    if (!parent_name(rt, name, &parent_text))
        return NULL;
    if (!parent_text)
        return load_top(rt, name);
    Value parent = import_absolute(rt, parent_text);
    Value module = parent ? load_below(rt, parent_text, parent, name) : NULL;
    release(rt, parent);
    release(rt, parent_text);
    return module;
}

/* The module with the full NAME, imported when necessary. */
static Owned import_absolute(Runtime *rt, Borrowed name)
{
    Value module;
    if (!loaded(rt, name, &module))
        return NULL;
    if (module)
        return module;
    if (!recursion_enter(rt, ""))
        return NULL;
    module = find_and_load(rt, name);
    recursion_leave(rt);
    return module;
}

/* -- `from package import a, b`: names that are modules are imported */

static bool import_members(Runtime *rt, Borrowed module, Borrowed names, bool from_all);

static bool import_all(Runtime *rt, Borrowed module)
{
    Value all = get_attribute_or_null(rt, module, rt->names.__all__);
    if (!all)
        return !error_pending(rt);
    bool done = import_members(rt, module, all, true);
    release(rt, all);
    return done;
}

static bool raise_member_type(Runtime *rt, Borrowed module, Borrowed name, bool from_all)
{
    if (!from_all)
        return raise(rt, rt->TypeError, "Item in ``from list'' must be str, not %T", name);
    Value module_name = get_attribute(rt, module, rt->names.__name__);
    if (module_name)
        raise(rt, rt->TypeError, "Item in %S.__all__ must be str, not %T", module_name, name);
    release(rt, module_name);
    return false;
}

/* A module that does not exist is no error here: the attribute look-up will tell. */
static bool import_submodule(Runtime *rt, Borrowed module, Borrowed name)
{
    Value prefix = get_attribute(rt, module, rt->names.__name__);
    Value full = prefix ? format_message(rt, "%S.%U", prefix, name) : NULL;
    Value submodule = full ? import_absolute(rt, full) : NULL;
    bool done = submodule;
    if (!submodule && full && error_matches(rt, rt->ModuleNotFoundError)) {
        Value missing = ((Exception *)rt->exception)->extra[EXTRA_IMPORT_NAME];
        bool halted = dict_get_peek(rt, rt->modules, full) == NONE;
        if (missing && value_is_str(missing) && str_equal(missing, full) && !halted) {
            error_clear(rt);
            done = true;
        }
    }
    release(rt, submodule);
    release(rt, full);
    release(rt, prefix);
    return done;
}

static bool import_member(Runtime *rt, Borrowed module, Borrowed name, bool from_all)
{
    if (!value_is_str(name))
        return raise_member_type(rt, module, name, from_all);
    if (str_equal_text(name, "*"))
        return from_all || import_all(rt, module);
    int there = has_attribute(rt, module, name);
    return there > 0 || (there == 0 && import_submodule(rt, module, name));
}

static bool import_members(Runtime *rt, Borrowed module, Borrowed names, bool from_all)
{
    Value tuple = sequence_tuple(rt, names);
    bool done = tuple;
    for (int64_t i = 0; done && i < tuple_count(tuple); i++)
        done = import_member(rt, module, tuple_item_peek(tuple, i), from_all);
    release(rt, tuple);
    return done;
}

static Owned with_members(Runtime *rt, Owned module, Borrowed fromlist)
{
    int package = has_attribute(rt, module, rt->names.__path__);
    if (package == 0 || (package > 0 && import_members(rt, module, fromlist, false)))
        return module;
    release(rt, module);
    return NULL;
}

/* -- without a from list */

/* `import a.b` gives a; a relative one gives what its first part names. */
static Owned first_part(Runtime *rt, Owned module, Borrowed name, Borrowed absolute)
{
    const char *dot = memchr(str_bytes(name), '.', str_size(name));
    if (!dot)
        return module;
    release(rt, module);
    size_t cut = str_size(name) - (size_t)(dot - str_bytes(name));
    Value first = str_from_bytes(rt, str_bytes(absolute), str_size(absolute) - cut);
    Value result = NULL;
    if (first && dict_lookup_owned(rt, rt->modules, first, &result) && !result)
        raise(rt, rt->KeyError, "%R not in sys.modules as expected", first);
    release(rt, first);
    return result;
}

static bool is_from(Runtime *rt, Borrowed fromlist, bool *from)
{
    int truth = fromlist && fromlist != NONE ? value_truth(rt, fromlist) : 0;
    *from = truth > 0;
    return truth >= 0;
}

static Owned import_resolved(Runtime *rt, Borrowed name, Borrowed absolute, Borrowed fromlist)
{
    bool from;
    Value module = import_absolute(rt, absolute);
    if (!module)
        return NULL;
    if (!is_from(rt, fromlist, &from)) {
        release(rt, module);
        return NULL;
    }
    return from ? with_members(rt, module, fromlist) : first_part(rt, module, name, absolute);
}

Owned import_name(Runtime *rt, Borrowed name, Borrowed globals, Borrowed fromlist, int level)
{
    if (!value_is_str(name))
        return raise(rt, rt->TypeError, "module name must be a string");
    if (level < 0)
        return raise(rt, rt->ValueError, "level must be >= 0");
    if (level == 0 && str_size(name) == 0)
        return raise(rt, rt->ValueError, "Empty module name");
    Value absolute = level ? resolve(rt, name, globals, level) : retain(name);
    Value result = absolute ? import_resolved(rt, name, absolute, fromlist) : NULL;
    release(rt, absolute);
    return result;
}

Owned import_module(Runtime *rt, const char *dotted_name)
{
    Value name = str_intern_text(rt, dotted_name);
    Value module = name ? import_absolute(rt, name) : NULL;
    release(rt, name);
    return module;
}
