/* The module posix: paths as arguments, and the assembly of its parts. */
#include "modules/posix.h"

#include <errno.h>
#include <unistd.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"

extern char **environ;

static bool take_text(Runtime *rt, Borrowed v, PosixPath *path)
{
    size_t size;
    path->is_bytes = value_is_bytes(v);
    path->hold = path->is_bytes ? retain(v) : str_encode(rt, v, "utf-8", "surrogateescape");
    if (!path->hold)
        return false;
    path->text = bytes_bytes(path->hold);
    size = bytes_size(path->hold);
    if (strlen(path->text) == size)
        return true;
    posix_path_close(rt, path);
    return raise(rt, rt->ValueError, path->is_bytes ? "embedded null byte" : "embedded null character");
}

bool posix_path(Runtime *rt, Borrowed v, const char *function, const char *parameter, bool descriptor_allowed,
                PosixPath *path)
{
    *path = (PosixPath){ .descriptor = -1, .shown = v };
    if (value_is_str(v) || value_is_bytes(v))
        return take_text(rt, v, path);
    if (descriptor_allowed && value_is_int(v))
        return argument_int(rt, v, &path->descriptor);
    Value inner = call_special(rt, v, rt->names.__fspath__, NULL, 0);
    if (!inner && error_pending(rt))
        return false;
    if (!inner)
        return raise(rt, rt->TypeError, "%s: %s should be string, bytes%s, not %T", function, parameter,
                     descriptor_allowed ? ", os.PathLike or integer" : " or os.PathLike", v);
    bool done = value_is_str(inner) || value_is_bytes(inner)
                    ? take_text(rt, inner, path)
                    : (bool)raise(rt, rt->TypeError, "expected %T.__fspath__() to return str or bytes, not %T", v, inner);
    release(rt, inner);
    return done;
}

void posix_path_close(Runtime *rt, PosixPath *path) { value_clear(rt, &path->hold); }

void *posix_error(Runtime *rt, const PosixPath *path) { return raise_os_error(rt, errno, path ? path->shown : NULL); }

Owned posix_name(Runtime *rt, const char *name, bool as_bytes)
{
    return as_bytes ? bytes_from(rt, name, strlen(name)) : str_decode_utf8(rt, name, strlen(name), "surrogateescape");
}

static Owned make_environ(Runtime *rt)
{
    Value dict = dict_new(rt);
    for (char **row = environ; dict && row && *row; row++) {
        const char *equals = strchr(*row, '=');
        if (!equals)
            continue;
        Value key = bytes_from(rt, *row, (size_t)(equals - *row)), value = bytes_from(rt, equals + 1, strlen(equals + 1));
        if (!key || !value || !dict_set(rt, dict, key, value))
            value_clear(rt, &dict);
        release(rt, key);
        release(rt, value);
    }
    return dict;
}

static bool add_functions(Runtime *rt, Borrowed module, const MethodDef *table)
{
    for (; table->name; table++)
        if (!module_add_steal(rt, module, table->name, builtin_function_new(rt, table, module, ((Module *)module)->name)))
            return false;
    return true;
}

/* What os asks for before it offers dir_fd, file descriptors or follow_symlinks. */
static Owned have_functions(Runtime *rt)
{
    static const char *const names[] = {
        "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHOWN", "HAVE_FDOPENDIR", "HAVE_FSTATAT", "HAVE_FTRUNCATE", "HAVE_FUTIMENS",
        "HAVE_LCHOWN", "HAVE_LSTAT", "HAVE_LUTIMES", "HAVE_FCHOWNAT", "HAVE_MKFIFOAT", "HAVE_UTIMENSAT",
    };
    Value list = list_new(rt, COUNT_OF(names));
    for (size_t i = 0; list && i < COUNT_OF(names); i++) {
        Value name = str_from_text(rt, names[i]);
        if (!name || !list_append_steal(rt, list, name))
            value_clear(rt, &list);
    }
    return list;
}

static bool init(Runtime *rt, Borrowed module)
{
    return posix_stat_open(rt, module) && posix_file_open(rt, module) && posix_directory_open(rt, module) &&
           add_functions(rt, module, posix_stat_functions) && add_functions(rt, module, posix_directory_functions) &&
           add_functions(rt, module, posix_file_functions) && add_functions(rt, module, posix_process_functions) &&
           add_functions(rt, module, posix_wait_functions) && add_functions(rt, module, posix_change_functions) &&
           posix_add_constants(rt, module) && module_add(rt, module, "error", type_value(rt->OSError)) &&
           module_add_steal(rt, module, "_have_functions", have_functions(rt)) &&
           module_add_steal(rt, module, "environ", make_environ(rt));
}

const ModuleDef posix_module_def = {
    .name = "posix",
    .doc = "This module provides access to operating system functionality that is\n"
           "standardized by the C Standard and the POSIX standard.",
    .init = init,
    .state_size = sizeof(PosixState),
};
