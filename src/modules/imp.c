/* The module _imp: what the library's importlib asks of the runtime.  Frozen is a module of
 * the embedded library whose file is not on the disk; nothing is loaded from shared objects;
 * the lock counts and never waits. */
#include <unistd.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/import.h"
#include "vm/vm.h"

typedef struct State { int64_t depth; } State;

static int64_t *depth_of(Borrowed self) { return &((State *)((Module *)self)->state)->depth; }

static Owned lock_held(Runtime *rt unused, Borrowed self, const Value *args unused) { return bool_value(*depth_of(self) > 0); }

static Owned acquire_lock(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    ++*depth_of(self);
    return NONE;
}

static Owned release_lock(Runtime *rt, Borrowed self, const Value *args unused)
{
    if (!*depth_of(self))
        return raise(rt, rt->RuntimeError, "not holding the import lock");
    --*depth_of(self);
    return NONE;
}

static bool is_this(Borrowed name, const char *text) { return value_is_str(name) && str_equal_text(name, text); }

static Owned is_builtin(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "is_builtin() argument must be str, not %V", args[0]);
    if (!builtin_module_find(str_bytes(args[0])))
        return small_int_value(0);
    return small_int_value(is_this(args[0], "sys") || is_this(args[0], "builtins") ? -1 : 1);
}

/* With its file on the disk a module is found there, as under CPython. */
static bool find_hidden(Borrowed name, LibraryModule *m)
{
    return library_find_name(str_bytes(name), m) && access(m->file, F_OK) != 0;
}

static Owned is_frozen(Runtime *rt, Borrowed self unused, const Value *args)
{
    LibraryModule m;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "is_frozen() argument must be str, not %V", args[0]);
    /* While importlib sets itself up, it must not take modules that C loaded for its own. */
    return bool_value(import_library_loaded(rt) && find_hidden(args[0], &m));
}

static bool get_hidden(Runtime *rt, Borrowed name, LibraryModule *m)
{
    return (value_is_str(name) && find_hidden(name, m)) || raise(rt, rt->ImportError, "No such frozen object named %S", name);
}

static Owned is_frozen_package(Runtime *rt, Borrowed self unused, const Value *args)
{
    LibraryModule m;
    return get_hidden(rt, args[0], &m) ? bool_value(m.is_package) : NULL;
}

static Owned get_frozen_object(Runtime *rt, Borrowed self unused, const Value *args)
{
    LibraryModule m;
    return get_hidden(rt, args[0], &m) ? library_code(rt, &m) : NULL;
}

static Owned find_frozen(Runtime *rt, Borrowed self unused, const Value *args)
{
    LibraryModule m;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "find_frozen() argument 'name' must be str, not %T", args[0]);
    return find_hidden(args[0], &m) ? tuple_pack(rt, 3, NONE, bool_value(m.is_package), args[0]) : NONE;
}

static Owned nothing(Runtime *rt unused, Borrowed self unused, const Value *args unused) { return NONE; }
static Owned zero(Runtime *rt unused, Borrowed self unused, const Value *args unused) { return small_int_value(0); }
static Owned empty_list(Runtime *rt, Borrowed self unused, const Value *args unused) { return list_new(rt, 0); }

/* sys.modules is not touched: the caller does that. */
static Owned create_builtin(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value name = get_attribute(rt, args[0], rt->names.name), module = NULL;
    if (!name)
        return NULL;
    const ModuleDef *def = value_is_str(name) ? builtin_module_find(str_bytes(name)) : NULL;
    Value there = def ? dict_get_peek(rt, rt->modules, name) : NULL;
    if (there)
        module = retain(there);
    else
        module = def ? module_from_def(rt, def) : NONE;
    release(rt, name);
    return module;
}

/* SipHash is not needed for a check that is never made: FNV of 64 bits. */
static Owned source_hash(Runtime *rt, Borrowed self unused, const Value *args)
{
    Buffer source;
    uint64_t key = (uint64_t)small_int(value_is_small_int(args[0]) ? args[0] : small_int_value(0)) ^ 0xcbf29ce484222325u;
    if (!buffer_get(rt, args[1], &source, false))
        return NULL;
    for (size_t i = 0; i < source.size; i++)
        key = (key ^ (unsigned char)source.bytes[i]) * 0x100000001b3u;
    buffer_release(rt, &source);
    return bytes_from(rt, (const char *)&key, sizeof key);
}

static bool init(Runtime *rt, Borrowed module)
{
    return module_add_steal(rt, module, "check_hash_based_pycs", str_from_text(rt, "default"));
}

static const MethodDef functions[] = {
    METHOD("lock_held", lock_held, "()", "Return True if the import lock is currently held, else False."),
    METHOD("acquire_lock", acquire_lock, "()", "Acquires the interpreter's import lock for the current thread."),
    METHOD("release_lock", release_lock, "()", "Release the interpreter's import lock."),
    METHOD("is_builtin", is_builtin, "(name, /)", "Returns True if the module name corresponds to a built-in module."),
    METHOD("is_frozen", is_frozen, "(name, /)", "Returns True if the module name corresponds to a frozen module."),
    METHOD("is_frozen_package", is_frozen_package, "(name, /)", "Returns True if the module name is of a frozen package."),
    METHOD("get_frozen_object", get_frozen_object, "(name, data=None, /)", "Create a code object for a frozen module."),
    METHOD("init_frozen", nothing, "(name, /)", "Initializes a frozen module."),
    METHOD("find_frozen", find_frozen, "(name, /, *, withdata=False)", "Return info about the corresponding frozen module (if there is one) or None."),
    METHOD("_frozen_module_names", empty_list, "()", "Returns the list of available frozen modules."),
    METHOD("_override_frozen_modules_for_tests", nothing, "(override, /)", NULL),
    METHOD("create_builtin", create_builtin, "(spec, /)", "Create an extension module."),
    METHOD("exec_builtin", zero, "(mod, /)", "Initialize a built-in module."),
    METHOD("extension_suffixes", empty_list, "()", "Returns the list of file suffixes used to identify extension modules."),
    METHOD("_fix_co_filename", nothing, "(code, path, /)", "Changes code.co_filename to specify the passed-in file path."),
    METHOD("source_hash", source_hash, "(key, source)", NULL),
    { 0 },
};

const ModuleDef _imp_module_def = {
    .name = "_imp",
    .doc = "(Extremely) low-level import machinery bits as used by importlib.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
};
