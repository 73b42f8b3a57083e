/* The module _posixsubprocess: fork_exec, which the library's subprocess starts programs with.
 *
 * Everything that may fail by want of memory happens before the fork; the child only makes
 * system calls and reports through the error pipe: "kind:errno in hex:message". */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

enum {
    ARGUMENTS, PROGRAMS, CLOSE_FDS, KEEP, FOLDER, ENVIRONMENT, TO_CHILD_READ, TO_CHILD_WRITE, FROM_CHILD_READ,
    FROM_CHILD_WRITE, ERROR_READ, ERROR_WRITE, REPORT_READ, REPORT_WRITE, RESTORE_SIGNALS, NEW_SESSION, GROUP,
    GID, GROUPS, UID, UMASK, BEFORE_EXEC, ALLOW_VFORK, ARGUMENT_COUNT
};

typedef struct Child {
    char **arguments, **programs, **environment;    /* ENVIRONMENT NULL: that of this process */
    int *keep;
    size_t keep_count;
    const char *folder;
    int in_read, in_write, out_read, out_write, error_read, error_write, report_read, report_write;
    int group, umask;
    bool close_fds, restore_signals, new_session;
    bool set_gid, set_uid;
    int gid, uid;
    Value before;               /* preexec_fn or None */
    Value hold;                 /* list: what the texts lie in */
} Child;

static char **text_vector(Runtime *rt, Borrowed items, Borrowed hold)
{
    Value tuple = sequence_tuple(rt, items);
    int64_t count = tuple ? tuple_count(tuple) : 0;
    char **vector = tuple ? memory_alloc(rt, (size_t)(count + 1) * sizeof *vector) : NULL;
    bool done = vector || (tuple && raise_memory_error(rt));
    for (int64_t i = 0; done && i < count; i++) {
        PosixPath text;
        done = posix_path(rt, tuple_item_peek(tuple, i), "fork_exec", "argument", false, &text);
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

static bool read_keep(Runtime *rt, Child *c, Borrowed keep)
{
    if (!value_is_tuple(keep))
        return raise(rt, rt->TypeError, "fds_to_keep must be a tuple");
    c->keep_count = (size_t)tuple_count(keep);
    if (!(c->keep = memory_alloc(rt, (c->keep_count + 1) * sizeof *c->keep)))
        return raise_memory_error(rt);
    int last = -1;
    for (size_t i = 0; i < c->keep_count; i++) {
        Value item = tuple_item_peek(keep, (int64_t)i);
        if (!value_is_small_int(item) || small_int(item) <= last || small_int(item) > INT32_MAX)
            return raise(rt, rt->ValueError, "bad value(s) in fds_to_keep");
        last = c->keep[i] = (int)small_int(item);
    }
    return true;
}

static bool read_folder(Runtime *rt, Child *c, Borrowed folder)
{
    PosixPath path;
    if (folder == NONE)
        return true;
    if (!posix_path(rt, folder, "fork_exec", "cwd", false, &path))
        return false;
    bool done = list_append(rt, c->hold, path.hold);
    c->folder = path.text;
    posix_path_close(rt, &path);
    return done;
}

static bool read_ids(Runtime *rt, Child *c, const Value *args)
{
    c->set_gid = args[GID] != NONE;
    c->set_uid = args[UID] != NONE;
    return (!c->set_gid || argument_int(rt, args[GID], &c->gid)) && (!c->set_uid || argument_int(rt, args[UID], &c->uid));
}

static bool read_child(Runtime *rt, Child *c, const Value *args)
{
    struct { int index; int *to; } numbers[] = {
        { TO_CHILD_READ, &c->in_read }, { TO_CHILD_WRITE, &c->in_write }, { FROM_CHILD_READ, &c->out_read },
        { FROM_CHILD_WRITE, &c->out_write }, { ERROR_READ, &c->error_read }, { ERROR_WRITE, &c->error_write },
        { REPORT_READ, &c->report_read }, { REPORT_WRITE, &c->report_write }, { GROUP, &c->group }, { UMASK, &c->umask },
    };
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        if (!argument_int(rt, args[numbers[i].index], numbers[i].to))
            return false;
    c->before = args[BEFORE_EXEC];
    return (c->hold = list_new(rt, 0)) && argument_bool(rt, args[CLOSE_FDS], &c->close_fds) &&
           argument_bool(rt, args[RESTORE_SIGNALS], &c->restore_signals) && argument_bool(rt, args[NEW_SESSION], &c->new_session) &&
           read_ids(rt, c, args) && read_keep(rt, c, args[KEEP]) && read_folder(rt, c, args[FOLDER]) &&
           (c->arguments = text_vector(rt, args[ARGUMENTS], c->hold)) && (c->programs = text_vector(rt, args[PROGRAMS], c->hold)) &&
           (args[ENVIRONMENT] == NONE || (c->environment = text_vector(rt, args[ENVIRONMENT], c->hold)));
}

static void child_close(Runtime *rt, Child *c)
{
    memory_free(rt, c->arguments);
    memory_free(rt, c->programs);
    memory_free(rt, c->environment);
    memory_free(rt, c->keep);
    release(rt, c->hold);
}

/* -- in the child */

static bool is_kept(const Child *c, int fd)
{
    for (size_t i = 0; i < c->keep_count; i++)
        if (c->keep[i] == fd)
            return true;
    return false;
}

static void close_others(const Child *c)
{
    DIR *folder = opendir("/proc/self/fd");
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        int fd = atoi(entry->d_name);
        if (fd > 2 && fd != dirfd(folder) && !is_kept(c, fd))
            close(fd);
    }
    if (folder)
        closedir(folder);
}

/* FROM becomes TO, open across exec. */
static bool place(int from, int to)
{
    if (from < 0)
        return true;
    if (from == to)
        return fcntl(from, F_SETFD, 0) >= 0;
    return dup2(from, to) >= 0;
}

static bool set_up_streams(Child *c)
{
    if (c->in_write >= 0)
        close(c->in_write);
    if (c->out_read >= 0)
        close(c->out_read);
    if (c->error_read >= 0)
        close(c->error_read);
    close(c->report_read);
    if (c->out_write == 0 && (c->out_write = dup(c->out_write)) < 0)
        return false;
    while (c->error_write == 0 || c->error_write == 1)
        if ((c->error_write = dup(c->error_write)) < 0)
            return false;
    return place(c->in_read, 0) && place(c->out_write, 1) && place(c->error_write, 2);
}

static bool set_up(Child *c)
{
    for (size_t i = 0; i < c->keep_count; i++)
        if (c->keep[i] != c->report_write)
            fcntl(c->keep[i], F_SETFD, 0);
    if (!set_up_streams(c) || (c->folder && chdir(c->folder) < 0))
        return false;
    if (c->umask >= 0)
        umask((mode_t)c->umask);
    if (c->restore_signals) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if ((c->new_session && setsid() < 0) || (c->group >= 0 && setpgid(0, c->group) < 0))
        return false;
    return (!c->set_gid || setregid((gid_t)c->gid, (gid_t)c->gid) >= 0) && (!c->set_uid || setreuid((uid_t)c->uid, (uid_t)c->uid) >= 0);
}

static void report(const Child *c, const char *kind, int error, const char *message)
{
    char text[128];
    int size = snprintf(text, sizeof text, "%s:%x:%s", kind, (unsigned)error, message);
    ssize_t put = write(c->report_write, text, (size_t)size);
    (void)put;
}

static void run_child(Runtime *rt, Child *c)
{
    extern char **environ;
    if (!set_up(c)) {
        report(c, "OSError", errno, "noexec");
        _exit(255);
    }
    if (c->before != NONE && !call_none(rt, c->before)) {
        report(c, "SubprocessError", 0, "Exception occurred in preexec_fn.");
        _exit(255);
    }
    if (c->close_fds)
        close_others(c);
    int worst = ENOENT;
    for (char **program = c->programs; *program; program++) {
        execve(*program, c->arguments, c->environment ? c->environment : environ);
        if (errno != ENOENT && errno != ENOTDIR)
            worst = errno;
    }
    report(c, "OSError", worst, "");
    _exit(255);
}

static Owned fork_exec(Runtime *rt, Borrowed self unused, const Value *args, size_t count, Borrowed keywords)
{
    Child c = { 0 };
    if (count != ARGUMENT_COUNT || keywords)
        return raise(rt, rt->TypeError, "fork_exec expected %d arguments, got %zu", ARGUMENT_COUNT, count);
    pid_t process = -1;
    if (read_child(rt, &c, args)) {
        process = fork();
        if (process == 0)
            run_child(rt, &c);
        if (process < 0)
            raise_os_error(rt, errno, NULL);
    }
    child_close(rt, &c);
    return process < 0 ? NULL : small_int_value(process);
}

static const MethodDef functions[] = {
    RAW_METHOD("fork_exec", fork_exec, NULL, "Spawn a fresh new child process."),
    { 0 },
};

const ModuleDef _posixsubprocess_module_def = {
    .name = "_posixsubprocess",
    .doc = "A POSIX helper for the subprocess module.",
    .functions = functions,
};
