/* posix: what is known of a file. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int.h"
#include "types/structseq.h"

static const GetSetDef fields[] = {
    STRUCTSEQ_FIELD("st_mode", 0, "protection bits"), STRUCTSEQ_FIELD("st_ino", 1, "inode"),
    STRUCTSEQ_FIELD("st_dev", 2, "device"), STRUCTSEQ_FIELD("st_nlink", 3, "number of hard links"),
    STRUCTSEQ_FIELD("st_uid", 4, "user ID of owner"), STRUCTSEQ_FIELD("st_gid", 5, "group ID of owner"),
    STRUCTSEQ_FIELD("st_size", 6, "total size, in bytes"),
    /* items 7 to 9 of the tuple are whole seconds; by name they are floats */
    STRUCTSEQ_FIELD("_st_atime", 7, NULL), STRUCTSEQ_FIELD("_st_mtime", 8, NULL), STRUCTSEQ_FIELD("_st_ctime", 9, NULL),
    STRUCTSEQ_FIELD("st_atime", 10, "time of last access"), STRUCTSEQ_FIELD("st_mtime", 11, "time of last modification"),
    STRUCTSEQ_FIELD("st_ctime", 12, "time of last change"),
    STRUCTSEQ_FIELD("st_atime_ns", 13, "time of last access in nanoseconds"),
    STRUCTSEQ_FIELD("st_mtime_ns", 14, "time of last modification in nanoseconds"),
    STRUCTSEQ_FIELD("st_ctime_ns", 15, "time of last change in nanoseconds"),
    STRUCTSEQ_FIELD("st_blksize", 16, "blocksize for filesystem I/O"),
    STRUCTSEQ_FIELD("st_blocks", 17, "number of blocks allocated"), STRUCTSEQ_FIELD("st_rdev", 18, "device type"), { 0 },
};
static const StructSeqDef stat_def = STRUCTSEQ("os.stat_result", fields, 10, 19, "stat_result: Result from stat, fstat, or lstat.");

static double seconds(struct timespec t) { return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec; }

static Owned nanoseconds(Runtime *rt, struct timespec t)
{
    return int_from_int64(rt, (int64_t)t.tv_sec * 1000000000 + t.tv_nsec);
}

Owned posix_stat_value(Runtime *rt, Borrowed module, const struct stat *s)
{
    Value items[19] = {
        small_int_value(s->st_mode), int_from_uint64(rt, s->st_ino), int_from_uint64(rt, s->st_dev),
        small_int_value((int64_t)s->st_nlink), small_int_value(s->st_uid), small_int_value(s->st_gid),
        small_int_value(s->st_size), small_int_value(s->st_atim.tv_sec), small_int_value(s->st_mtim.tv_sec),
        small_int_value(s->st_ctim.tv_sec), float_value(rt, seconds(s->st_atim)), float_value(rt, seconds(s->st_mtim)),
        float_value(rt, seconds(s->st_ctim)), nanoseconds(rt, s->st_atim), nanoseconds(rt, s->st_mtim),
        nanoseconds(rt, s->st_ctim), small_int_value(s->st_blksize), small_int_value(s->st_blocks),
        int_from_uint64(rt, s->st_rdev),
    };
    return structseq_new_steal(rt, posix_state(module)->stat_result, items);
}

static bool directory_descriptor(Runtime *rt, Borrowed v, int *descriptor)
{
    *descriptor = AT_FDCWD;
    return !v || v == NONE || argument_int(rt, v, descriptor);
}

static Owned stat_path(Runtime *rt, Borrowed module, const char *function, const Value *args, bool follow)
{
    PosixPath path;
    struct stat info;
    int directory;
    if (!directory_descriptor(rt, args[1], &directory) ||
        !posix_path(rt, args[0], function, "path", follow, &path))
        return NULL;
    int failed = path.text ? fstatat(directory, path.text, &info, follow ? 0 : AT_SYMLINK_NOFOLLOW)
                           : fstat(path.descriptor, &info);
    Value result = failed ? posix_error(rt, &path) : posix_stat_value(rt, module, &info);
    posix_path_close(rt, &path);
    return result;
}

static Owned posix_stat(Runtime *rt, Borrowed self, const Value *args)
{
    bool follow = true;
    return argument_bool(rt, args[2], &follow) ? stat_path(rt, self, "stat", args, follow) : NULL;
}

static Owned posix_lstat(Runtime *rt, Borrowed self, const Value *args) { return stat_path(rt, self, "lstat", args, false); }

static Owned posix_fstat(Runtime *rt, Borrowed self, const Value *args)
{
    int descriptor = -1;
    struct stat info;
    if (!argument_int(rt, args[0], &descriptor))
        return NULL;
    return fstat(descriptor, &info) < 0 ? posix_error(rt, NULL) : posix_stat_value(rt, self, &info);
}

static Owned posix_access(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    int mode = 0;
    if (!argument_int(rt, args[1], &mode) || !posix_path(rt, args[0], "access", "path", false, &path))
        return NULL;
    bool allowed = access(path.text, mode) == 0;
    posix_path_close(rt, &path);
    return bool_value(allowed);
}

bool posix_stat_open(Runtime *rt, Borrowed module)
{
    PosixState *state = posix_state(module);
    state->stat_result = structseq_type_new(rt, &stat_def);
    return state->stat_result && module_add(rt, module, "stat_result", type_value(state->stat_result));
}

const MethodDef posix_stat_functions[] = {
    METHOD("stat", posix_stat, "(path, *, dir_fd=None, follow_symlinks=True)", "Perform a stat system call on the given path."),
    METHOD("lstat", posix_lstat, "(path, *, dir_fd=None)", "Perform a stat system call on the given path, without following symbolic links."),
    METHOD("fstat", posix_fstat, "(fd)", "Perform a stat system call on the given file descriptor."),
    METHOD("access", posix_access, "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", "Use the real uid/gid to test for access to a path."),
    { 0 },
};
