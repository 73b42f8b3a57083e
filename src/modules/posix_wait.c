/* posix: other processes, and what a process has: ids, descriptors' flags, limits. */
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/structseq.h"
#include "types/tuple.h"

static Owned done_or_error(Runtime *rt, int result) { return result < 0 ? posix_error(rt, NULL) : NONE; }
static Owned number_or_error(Runtime *rt, int64_t result) { return result < 0 ? posix_error(rt, NULL) : small_int_value(result); }

static Owned posix_fork(Runtime *rt, Borrowed self unused, const Value *args unused) { return number_or_error(rt, fork()); }

static Owned wait_for(Runtime *rt, pid_t which, int options)
{
    int status = 0;
    pid_t process;
    do
        process = waitpid(which, &status, options);
    while (process < 0 && errno == EINTR && charge(rt, 1));
    if (error_pending(rt))
        return NULL;
    return process < 0 ? posix_error(rt, NULL) : tuple_pack(rt, 2, small_int_value(process), small_int_value(status));
}

static Owned posix_waitpid(Runtime *rt, Borrowed self unused, const Value *args)
{
    int process = 0, options = 0;
    return argument_int(rt, args[0], &process) && argument_int(rt, args[1], &options) ? wait_for(rt, process, options) : NULL;
}

static Owned posix_wait(Runtime *rt, Borrowed self unused, const Value *args unused) { return wait_for(rt, -1, 0); }

#define STATUS(name, expression) \
    static Owned posix_##name(Runtime *rt, Borrowed self unused, const Value *args) \
    { \
        int status = 0; \
        return argument_int(rt, args[0], &status) ? (expression) : NULL; \
    }
STATUS(WIFEXITED, bool_value(WIFEXITED(status)))
STATUS(WEXITSTATUS, small_int_value(WEXITSTATUS(status)))
STATUS(WIFSIGNALED, bool_value(WIFSIGNALED(status)))
STATUS(WTERMSIG, small_int_value(WTERMSIG(status)))
STATUS(WIFSTOPPED, bool_value(WIFSTOPPED(status)))
STATUS(WSTOPSIG, small_int_value(WSTOPSIG(status)))
STATUS(WIFCONTINUED, bool_value(WIFCONTINUED(status)))
STATUS(WCOREDUMP, bool_value(WCOREDUMP(status)))
#undef STATUS

static Owned posix_waitstatus(Runtime *rt, Borrowed self unused, const Value *args)
{
    int status = 0;
    if (!argument_int(rt, args[0], &status))
        return NULL;
    if (WIFEXITED(status))
        return small_int_value(WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        return small_int_value(-WTERMSIG(status));
    if (WIFSTOPPED(status))
        return raise(rt, rt->ValueError, "process stopped by delivery of signal %d", WSTOPSIG(status));
    return raise(rt, rt->ValueError, "invalid wait status: %d", status);
}

static Owned posix_system(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath command;
    if (!posix_path(rt, args[0], "system", "command", false, &command))
        return NULL;
    int status = system(command.text);
    posix_path_close(rt, &command);
    return small_int_value(status);
}

static Owned posix_abort(Runtime *rt unused, Borrowed self unused, const Value *args unused) { abort(); }

/* -- exec */

/* A NULL-ended vector of the bytes of ITEMS, which HOLD keeps alive. */
static char **text_vector(Runtime *rt, Borrowed items, Borrowed hold)
{
    Value tuple = sequence_tuple(rt, items);
    int64_t count = tuple ? tuple_count(tuple) : 0;
    char **vector = tuple ? memory_alloc(rt, (size_t)(count + 1) * sizeof *vector) : NULL;
    bool done = vector || (tuple && raise_memory_error(rt));
    for (int64_t i = 0; done && i < count; i++) {
        PosixPath text;
        done = posix_path(rt, tuple_item_peek(tuple, i), "execv", "argument", false, &text);
        if (done) {
            done = list_append(rt, hold, text.hold);
            vector[i] = (char *)text.text;
            posix_path_close(rt, &text);
        }
    }
    release(rt, tuple);
    if (!done) {
        memory_free(rt, vector);
        return NULL;
    }
    vector[count] = NULL;
    return vector;
}

static Owned environment_list(Runtime *rt, Borrowed mapping)
{
    Value pairs = call_method(rt, mapping, rt->names.items, NULL, 0), rows = pairs ? sequence_list(rt, pairs) : NULL, list = rows ? list_new(rt, 0) : NULL;
    for (int64_t i = 0; list && i < list_count(rows); i++) {
        Value pair = list_item_peek(rows, i), row = NULL;
        PosixPath name = { 0 }, value = { 0 };
        if (value_is_tuple(pair) && tuple_count(pair) == 2 && posix_path(rt, tuple_item_peek(pair, 0), "execve", "env", false, &name) &&
            posix_path(rt, tuple_item_peek(pair, 1), "execve", "env", false, &value)) {
            StrBuilder b;
            builder_open(&b, rt);
            builder_text(&b, name.text), builder_text(&b, "="), builder_text(&b, value.text);
            row = b.failed ? NULL : bytes_from(rt, b.bytes, b.size);
            builder_close(&b);
        }
        posix_path_close(rt, &name);
        posix_path_close(rt, &value);
        if (!row || !list_append_steal(rt, list, row))
            value_clear(rt, &list);
    }
    release(rt, rows);
    release(rt, pairs);
    return list;
}

static Owned execute(Runtime *rt, Borrowed file, Borrowed arguments, Borrowed environment)
{
    PosixPath path;
    Value hold = list_new(rt, 0), rows = NULL;
    if (!hold || !posix_path(rt, file, "execv", "path", false, &path)) {
        release(rt, hold);
        return NULL;
    }
    char **vector = text_vector(rt, arguments, hold), **variables = NULL;
    if (vector && environment && (rows = environment_list(rt, environment)))
        variables = text_vector(rt, rows, hold);
    if (vector && !vector[0])
        raise(rt, rt->ValueError, "execv() arg 2 must not be empty");
    else if (vector && (!environment || variables)) {
        if (environment)
            execve(path.text, vector, variables);
        else
            execv(path.text, vector);
        posix_error(rt, &path);
    }
    memory_free(rt, vector);
    memory_free(rt, variables);
    posix_path_close(rt, &path);
    release(rt, rows);
    release(rt, hold);
    return NULL;
}

static Owned posix_execv(Runtime *rt, Borrowed self unused, const Value *args) { return execute(rt, args[0], args[1], NULL); }
static Owned posix_execve(Runtime *rt, Borrowed self unused, const Value *args) { return execute(rt, args[0], args[1], args[2]); }

/* -- descriptors */

static Owned posix_dup2(Runtime *rt, Borrowed self unused, const Value *args)
{
    int from = -1, to = -1;
    bool inheritable = true;
    if (!argument_int(rt, args[0], &from) || !argument_int(rt, args[1], &to) || !argument_bool(rt, args[2], &inheritable))
        return NULL;
    return number_or_error(rt, inheritable || from == to ? dup2(from, to) : dup3(from, to, O_CLOEXEC));
}

static Owned posix_pipe2(Runtime *rt, Borrowed self unused, const Value *args)
{
    int flags = 0, ends[2];
    if (!argument_int(rt, args[0], &flags))
        return NULL;
    return pipe2(ends, flags) < 0 ? posix_error(rt, NULL) : tuple_pack(rt, 2, small_int_value(ends[0]), small_int_value(ends[1]));
}

static Owned posix_get_blocking(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1, flags;
    if (!argument_int(rt, args[0], &fd))
        return NULL;
    return (flags = fcntl(fd, F_GETFL)) < 0 ? posix_error(rt, NULL) : bool_value(!(flags & O_NONBLOCK));
}

static Owned posix_set_blocking(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1, flags;
    bool blocking = true;
    if (!argument_int(rt, args[0], &fd) || !argument_bool(rt, args[1], &blocking))
        return NULL;
    flags = fcntl(fd, F_GETFL);
    return flags < 0 ? posix_error(rt, NULL) : done_or_error(rt, fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

static Owned posix_closerange(Runtime *rt, Borrowed self unused, const Value *args)
{
    int low = 0, high = 0;
    if (!argument_int(rt, args[0], &low) || !argument_int(rt, args[1], &high))
        return NULL;
    for (int fd = low; fd < high; fd++)
        close(fd);
    return NONE;
}

static Owned posix_openpty(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    int master, slave;
    if (openpty(&master, &slave, NULL, NULL, NULL) < 0)
        return posix_error(rt, NULL);
    fcntl(master, F_SETFD, FD_CLOEXEC);
    fcntl(slave, F_SETFD, FD_CLOEXEC);
    return tuple_pack(rt, 2, small_int_value(master), small_int_value(slave));
}

static Owned posix_ttyname(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1;
    char name[256];
    if (!argument_int(rt, args[0], &fd))
        return NULL;
    errno = ttyname_r(fd, name, sizeof name);
    return errno ? posix_error(rt, NULL) : posix_name(rt, name, false);
}

static Owned posix_fchdir(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1;
    return argument_int(rt, args[0], &fd) ? done_or_error(rt, fchdir(fd)) : NULL;
}

static Owned posix_device_encoding(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1;
    if (!argument_int(rt, args[0], &fd))
        return NULL;
    return isatty(fd) ? str_from_text(rt, "utf-8") : NONE;
}

static Owned posix_pread(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1;
    int64_t size = 0, offset = 0;
    if (!argument_int(rt, args[0], &fd) || !argument_index(rt, args[1], &size) || !argument_index(rt, args[2], &offset))
        return NULL;
    if (size < 0) {
        errno = EINVAL;
        return posix_error(rt, NULL);
    }
    char *buffer = memory_alloc(rt, (size_t)size);
    if (!buffer)
        return raise_memory_error(rt);
    ssize_t got = pread(fd, buffer, (size_t)size, offset);
    Value result = got < 0 ? posix_error(rt, NULL) : bytes_from(rt, buffer, (size_t)got);
    memory_free(rt, buffer);
    return result;
}

static Owned posix_pwrite(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1;
    int64_t offset = 0;
    Buffer buffer;
    if (!argument_int(rt, args[0], &fd) || !argument_index(rt, args[2], &offset) || !buffer_get(rt, args[1], &buffer, false))
        return NULL;
    ssize_t put = pwrite(fd, buffer.bytes, buffer.size, offset);
    buffer_release(rt, &buffer);
    return number_or_error(rt, put);
}

static Owned posix_fchmod(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1, mode = 0;
    return argument_int(rt, args[0], &fd) && argument_int(rt, args[1], &mode) ? done_or_error(rt, fchmod(fd, (mode_t)mode)) : NULL;
}

/* -- ids, groups, priority, time */

static Owned posix_setsid(Runtime *rt, Borrowed self unused, const Value *args unused) { return done_or_error(rt, setsid()); }
static Owned posix_getpgrp(Runtime *rt unused, Borrowed self unused, const Value *args unused) { return small_int_value(getpgrp()); }
static Owned posix_sched_yield(Runtime *rt, Borrowed self unused, const Value *args unused) { return done_or_error(rt, sched_yield()); }

#define OF_PROCESS(name) \
    static Owned posix_##name(Runtime *rt, Borrowed self unused, const Value *args) \
    { \
        int process = 0; \
        return argument_int(rt, args[0], &process) ? number_or_error(rt, name(process)) : NULL; \
    }
OF_PROCESS(getpgid)
OF_PROCESS(getsid)
OF_PROCESS(tcgetpgrp)
#undef OF_PROCESS

static Owned posix_setpgid(Runtime *rt, Borrowed self unused, const Value *args)
{
    int process = 0, group = 0;
    return argument_int(rt, args[0], &process) && argument_int(rt, args[1], &group) ? done_or_error(rt, setpgid(process, group)) : NULL;
}

static Owned posix_killpg(Runtime *rt, Borrowed self unused, const Value *args)
{
    int group = 0, number = 0;
    return argument_int(rt, args[0], &group) && argument_int(rt, args[1], &number) ? done_or_error(rt, killpg(group, number)) : NULL;
}

static Owned posix_getgroups(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    gid_t groups[1024];
    int count = getgroups(COUNT_OF(groups), groups);
    if (count < 0)
        return posix_error(rt, NULL);
    Value list = list_new(rt, count);
    for (int i = 0; list && i < count; i++)
        if (!list_append(rt, list, small_int_value(groups[i])))
            value_clear(rt, &list);
    return list;
}

static Owned posix_nice(Runtime *rt, Borrowed self unused, const Value *args)
{
    int increment = 0;
    if (!argument_int(rt, args[0], &increment))
        return NULL;
    errno = 0;
    int value = nice(increment);
    return errno ? posix_error(rt, NULL) : small_int_value(value);
}

static Owned posix_getloadavg(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    double load[3];
    if (getloadavg(load, 3) != 3)
        return raise(rt, rt->OSError, "Load averages are unobtainable");
    Value items[3] = { float_value(rt, load[0]), float_value(rt, load[1]), float_value(rt, load[2]) };
    return tuple_from_steal(rt, items, 3);
}

static Owned posix_affinity(Runtime *rt, Borrowed self unused, const Value *args)
{
    int process = 0;
    cpu_set_t set;
    if (!argument_int(rt, args[0], &process))
        return NULL;
    if (sched_getaffinity(process, sizeof set, &set) < 0)
        return posix_error(rt, NULL);
    Value result = set_new(rt, NULL);
    for (int i = 0; result && i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &set) && !set_add(rt, result, small_int_value(i)))
            value_clear(rt, &result);
    return result;
}

static const GetSetDef times_fields[] = {
    STRUCTSEQ_FIELD("user", 0, "user time"), STRUCTSEQ_FIELD("system", 1, "system time"),
    STRUCTSEQ_FIELD("children_user", 2, "user time of children"), STRUCTSEQ_FIELD("children_system", 3, "system time of children"),
    STRUCTSEQ_FIELD("elapsed", 4, "elapsed time since an arbitrary point in the past"), { 0 },
};
static const StructSeqDef times_def = STRUCTSEQ("posix.times_result", times_fields, 5, 5, "times_result: Result from os.times().");

static Owned posix_times(Runtime *rt, Borrowed self, const Value *args unused)
{
    PosixState *state = posix_state(self);
    struct tms t;
    clock_t now = times(&t);
    double ticks = (double)sysconf(_SC_CLK_TCK);
    if (!state->times_result && (!(state->times_result = structseq_type_new(rt, &times_def)) ||
                                 !module_add_steal(rt, self, "times_result", type_value(state->times_result))))
        return NULL;
    Value items[5] = { float_value(rt, (double)t.tms_utime / ticks), float_value(rt, (double)t.tms_stime / ticks),
                       float_value(rt, (double)t.tms_cutime / ticks), float_value(rt, (double)t.tms_cstime / ticks),
                       float_value(rt, (double)now / ticks) };
    return structseq_new_steal(rt, state->times_result, items);
}

static const struct { const char *name; int number; } sysconf_names[] = {
    { "SC_PAGESIZE", _SC_PAGESIZE }, { "SC_PAGE_SIZE", _SC_PAGE_SIZE }, { "SC_PHYS_PAGES", _SC_PHYS_PAGES }, { "SC_CLK_TCK", _SC_CLK_TCK },
    { "SC_OPEN_MAX", _SC_OPEN_MAX }, { "SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN }, { "SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF },
    { "SC_ARG_MAX", _SC_ARG_MAX }, { "SC_IOV_MAX", _SC_IOV_MAX }, { "SC_SEM_NSEMS_MAX", _SC_SEM_NSEMS_MAX }, { "SC_AVPHYS_PAGES", _SC_AVPHYS_PAGES },
};

static Owned posix_sysconf(Runtime *rt, Borrowed self unused, const Value *args)
{
    int which = -1;
    if (value_is_str(args[0])) {
        for (size_t i = 0; i < COUNT_OF(sysconf_names); i++)
            if (str_equal_text(args[0], sysconf_names[i].name))
                which = sysconf_names[i].number;
        if (which < 0)
            return raise(rt, rt->ValueError, "unrecognized configuration name");
    } else if (!argument_int(rt, args[0], &which))
        return NULL;
    errno = 0;
    long value = sysconf(which);
    return value < 0 && errno ? posix_error(rt, NULL) : int_from_int64(rt, value);
}

static Owned posix_getrandom(Runtime *rt, Borrowed self unused, const Value *args)
{
    int64_t size = 0;
    int flags = 0;
    if (!argument_index(rt, args[0], &size) || !argument_int(rt, args[1], &flags))
        return NULL;
    if (size < 0) {
        errno = EINVAL;
        return posix_error(rt, NULL);
    }
    Value bytes = bytes_from(rt, NULL, (size_t)size);
    ssize_t got = bytes ? getrandom(bytes_bytes(bytes), (size_t)size, (unsigned)flags) : 0;
    if (bytes && got != size) {
        Value part = got < 0 ? posix_error(rt, NULL) : bytes_from(rt, bytes_bytes(bytes), (size_t)got);
        release(rt, bytes);
        return part;
    }
    return bytes;
}

static Owned posix_register(CALL_PARAMETERS)
{
    (void)rt, (void)self, (void)args, (void)count, (void)keywords;
    return NONE;
}

const MethodDef posix_wait_functions[] = {
    METHOD("fork", posix_fork, "()", "Fork a child process."),
    METHOD("waitpid", posix_waitpid, "(pid, options, /)", "Wait for completion of a given child process."),
    METHOD("wait", posix_wait, "()", "Wait for completion of a child process."),
    METHOD("WIFEXITED", posix_WIFEXITED, "(status)", "Return True if the process returning status exited via the exit() system call."),
    METHOD("WEXITSTATUS", posix_WEXITSTATUS, "(status)", "Return the process return code from status."),
    METHOD("WIFSIGNALED", posix_WIFSIGNALED, "(status)", "Return True if the process returning status was terminated by a signal."),
    METHOD("WTERMSIG", posix_WTERMSIG, "(status)", "Return the signal that terminated the process that provided the status value."),
    METHOD("WIFSTOPPED", posix_WIFSTOPPED, "(status)", "Return True if the process returning status was stopped."),
    METHOD("WSTOPSIG", posix_WSTOPSIG, "(status)", "Return the signal that stopped the process that provided the status value."),
    METHOD("WIFCONTINUED", posix_WIFCONTINUED, "(status)", "Return True if a particular process was continued from a job control stop."),
    METHOD("WCOREDUMP", posix_WCOREDUMP, "(status, /)", "Return True if the process returning status was dumped to a core file."),
    METHOD("waitstatus_to_exitcode", posix_waitstatus, "(status)", "Convert a wait status to an exit code."),
    METHOD("system", posix_system, "(command)", "Execute the command in a subshell."),
    METHOD("abort", posix_abort, "()", "Abort the interpreter immediately."),
    METHOD("execv", posix_execv, "(path, argv, /)", "Execute an executable path with arguments, replacing current process."),
    METHOD("execve", posix_execve, "(path, argv, env)", "Execute an executable path with arguments, replacing current process."),
    METHOD("dup2", posix_dup2, "(fd, fd2, inheritable=True)", "Duplicate file descriptor."),
    METHOD("pipe2", posix_pipe2, "(flags, /)", "Create a pipe with flags set atomically."),
    METHOD("get_blocking", posix_get_blocking, "(fd, /)", "Get the blocking mode of the file descriptor."),
    METHOD("set_blocking", posix_set_blocking, "(fd, blocking, /)", "Set the blocking mode of the specified file descriptor."),
    METHOD("closerange", posix_closerange, "(fd_low, fd_high, /)", "Closes all file descriptors in [fd_low, fd_high), ignoring errors."),
    METHOD("openpty", posix_openpty, "()", "Open a pseudo-terminal."),
    METHOD("ttyname", posix_ttyname, "(fd, /)", "Return the name of the terminal device connected to 'fd'."),
    METHOD("fchdir", posix_fchdir, "(fd)", "Change to the directory of the given file descriptor."),
    METHOD("device_encoding", posix_device_encoding, "(fd)", "Return a string describing the encoding of a terminal's file descriptor."),
    METHOD("pread", posix_pread, "(fd, length, offset, /)", "Read a number of bytes from a file descriptor starting at a particular offset."),
    METHOD("pwrite", posix_pwrite, "(fd, buffer, offset, /)", "Write bytes to a file descriptor starting at a particular offset."),
    METHOD("fchmod", posix_fchmod, "(fd, mode)", "Change the access permissions of the file given by file descriptor fd."),
    METHOD("setsid", posix_setsid, "()", "Call the system call setsid()."),
    METHOD("getpgrp", posix_getpgrp, "()", "Return the current process group id."),
    METHOD("getpgid", posix_getpgid, "(pid)", "Call the system call getpgid(), and return the result."),
    METHOD("getsid", posix_getsid, "(pid, /)", "Call the system call getsid(pid) and return the result."),
    METHOD("tcgetpgrp", posix_tcgetpgrp, "(fd, /)", "Return the process group associated with the terminal specified by fd."),
    METHOD("setpgid", posix_setpgid, "(pid, pgrp, /)", "Call the system call setpgid(pid, pgrp)."),
    METHOD("killpg", posix_killpg, "(pgid, signal, /)", "Kill a process group with a signal."),
    METHOD("getgroups", posix_getgroups, "()", "Return list of supplemental group IDs for the process."),
    METHOD("nice", posix_nice, "(increment, /)", "Add increment to the priority of process and return the new priority."),
    METHOD("getloadavg", posix_getloadavg, "()", "Return average recent system load information."),
    METHOD("sched_yield", posix_sched_yield, "()", "Voluntarily relinquish the CPU."),
    METHOD("sched_getaffinity", posix_affinity, "(pid, /)", "Return the affinity of the process identified by pid (or the current process if zero)."),
    METHOD("times", posix_times, "()", "Return a collection containing process timing information."),
    METHOD("sysconf", posix_sysconf, "(name, /)", "Return an integer-valued system configuration variable."),
    METHOD("getrandom", posix_getrandom, "(size, flags=0)", "Obtain a series of random bytes."),
    RAW_METHOD("register_at_fork", posix_register, NULL, "Register callables to be called when forking a new process."),
    { 0 },
};
