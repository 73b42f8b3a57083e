/* posix: the process, its user, its environment, the machine. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"
#include "types/structseq.h"
#include "object/budget.h"

#define NUMBER(function) \
    static Owned posix_##function(Runtime *rt unused, Borrowed self unused, const Value *args unused) \
    { \
        return small_int_value(function()); \
    }
NUMBER(getpid)
NUMBER(getppid)
NUMBER(getuid)
NUMBER(geteuid)
NUMBER(getgid)
NUMBER(getegid)
#undef NUMBER

static Owned posix_cpu_count(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? small_int_value(count) : NONE;
}

static Owned posix_urandom(Runtime *rt, Borrowed self unused, const Value *args)
{
    int64_t size = 0;
    if (!argument_index(rt, args[0], &size))
        return NULL;
    if (size < 0)
        return raise(rt, rt->ValueError, "negative argument not allowed");
    Value bytes = bytes_from(rt, NULL, (size_t)size);
    for (int64_t done = 0; bytes && done < size;) {
        ssize_t got = getrandom(bytes_bytes(bytes) + done, (size_t)(size - done), 0);
        if (got < 0 && errno != EINTR) {
            release(rt, bytes);
            return posix_error(rt, NULL);
        }
        done += got > 0 ? got : 0;
    }
    return bytes;
}

static Owned posix_strerror(Runtime *rt, Borrowed self unused, const Value *args)
{
    int number = 0;
    return argument_int(rt, args[0], &number) ? str_from_text(rt, strerror(number)) : NULL;
}

static Owned posix_exit(Runtime *rt, Borrowed self unused, const Value *args)
{
    int status = 0;
    if (argument_int(rt, args[0], &status))
        _exit(status);
    return NULL;
}

static Owned posix_umask(Runtime *rt, Borrowed self unused, const Value *args)
{
    int mask = 0;
    return argument_int(rt, args[0], &mask) ? small_int_value(umask((mode_t)mask)) : NULL;
}

static Owned posix_kill(Runtime *rt, Borrowed self unused, const Value *args)
{
    int process = 0, number = 0;
    if (!argument_int(rt, args[0], &process) || !argument_int(rt, args[1], &number))
        return NULL;
    if (kill(process, number) < 0)
        return posix_error(rt, NULL);
    return charge(rt, 1) ? NONE : NULL;     /* a signal to ourselves has come already */
}

static Owned posix_putenv(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath name, value;
    if (!posix_path(rt, args[0], "putenv", "name", false, &name))
        return NULL;
    Value result = NULL;
    if (posix_path(rt, args[1], "putenv", "value", false, &value)) {
        result = setenv(name.text, value.text, 1) < 0 ? posix_error(rt, NULL) : NONE;
        posix_path_close(rt, &value);
    }
    posix_path_close(rt, &name);
    return result;
}

static Owned posix_unsetenv(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath name;
    if (!posix_path(rt, args[0], "unsetenv", "name", false, &name))
        return NULL;
    Value result = unsetenv(name.text) < 0 ? posix_error(rt, NULL) : NONE;
    posix_path_close(rt, &name);
    return result;
}

static Owned posix_fspath(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (value_is_str(args[0]) || value_is_bytes(args[0]))
        return retain(args[0]);
    Value path = call_special(rt, args[0], rt->names.__fspath__, NULL, 0);
    if (!path)
        return error_pending(rt) ? NULL : raise(rt, rt->TypeError, "expected str, bytes or os.PathLike object, not %T", args[0]);
    if (value_is_str(path) || value_is_bytes(path))
        return path;
    raise(rt, rt->TypeError, "expected %T.__fspath__() to return str or bytes, not %T", args[0], path);
    release(rt, path);
    return NULL;
}

static const GetSetDef uname_fields[] = {
    STRUCTSEQ_FIELD("sysname", 0, "operating system name"), STRUCTSEQ_FIELD("nodename", 1, "name of machine on network"),
    STRUCTSEQ_FIELD("release", 2, "operating system release"), STRUCTSEQ_FIELD("version", 3, "operating system version"),
    STRUCTSEQ_FIELD("machine", 4, "hardware identifier"), { 0 },
};
static const StructSeqDef uname_def = STRUCTSEQ("posix.uname_result", uname_fields, 5, 5, "uname_result: Result from os.uname().");

static Owned posix_uname(Runtime *rt, Borrowed self, const Value *args unused)
{
    PosixState *state = posix_state(self);
    struct utsname u;
    if (!state->uname_result && (!(state->uname_result = structseq_type_new(rt, &uname_def)) ||
                                 !module_add(rt, self, "uname_result", type_value(state->uname_result))))
        return NULL;
    if (uname(&u) < 0)
        return posix_error(rt, NULL);
    Value items[5] = { posix_name(rt, u.sysname, false), posix_name(rt, u.nodename, false), posix_name(rt, u.release, false),
                       posix_name(rt, u.version, false), posix_name(rt, u.machine, false) };
    return structseq_new_steal(rt, state->uname_result, items);
}

const MethodDef posix_process_functions[] = {
    METHOD("getpid", posix_getpid, "()", "Return the current process id."),
    METHOD("getppid", posix_getppid, "()", "Return the parent's process id."),
    METHOD("getuid", posix_getuid, "()", "Return the current process's user id."),
    METHOD("geteuid", posix_geteuid, "()", "Return the current process's effective user id."),
    METHOD("getgid", posix_getgid, "()", "Return the current process's group id."),
    METHOD("getegid", posix_getegid, "()", "Return the current process's effective group id."),
    METHOD("cpu_count", posix_cpu_count, "()", "Return the number of CPUs in the system; return None if indeterminable."),
    METHOD("urandom", posix_urandom, "(size, /)", "Return a bytes object containing random bytes suitable for cryptographic use."),
    METHOD("strerror", posix_strerror, "(code, /)", "Translate an error code to a message string."),
    METHOD("_exit", posix_exit, "(status)", "Exit to the system with specified status, without normal exit processing."),
    METHOD("umask", posix_umask, "(mask, /)", "Set the current numeric umask and return the previous umask."),
    METHOD("kill", posix_kill, "(pid, signal, /)", "Kill a process with a signal."),
    METHOD("putenv", posix_putenv, "(name, value, /)", "Change or add an environment variable."),
    METHOD("unsetenv", posix_unsetenv, "(name, /)", "Delete an environment variable."),
    METHOD("fspath", posix_fspath, "(path)", "Return the file system path representation of the object."),
    METHOD("uname", posix_uname, "()", "Return an object identifying the current operating system."),
    { 0 },
};
