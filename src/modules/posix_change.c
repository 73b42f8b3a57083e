/* posix: changing what is known of a file: times, owner, size; special files. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int.h"
#include "types/tuple.h"

enum { NANO = 1000000000 };

static bool directory_of(Runtime *rt, Borrowed v, int *descriptor)
{
    *descriptor = AT_FDCWD;
    return !v || v == NONE || argument_int(rt, v, descriptor);
}

/* -- times */

/* A number of seconds, rounded towards the past. */
static bool time_from_seconds(Runtime *rt, Borrowed v, struct timespec *t)
{
    int64_t whole;
    if (!value_is_float(v)) {
        if (!value_to_ssize(rt, v, &whole, rt->OverflowError))
            return false;
        *t = (struct timespec){ .tv_sec = whole };
        return true;
    }
    double d = float_number(v), seconds, rest = modf(d, &seconds);
    if (isnan(d))
        return raise(rt, rt->ValueError, "Invalid value NaN (not a number)");
    if (!(seconds >= -9.2e18 && seconds <= 9.2e18))
        return raise(rt, rt->OverflowError, "timestamp out of range for platform time_t");
    double nano = floor(rest * 1e9);
    if (nano < 0) {
        nano += 1e9;
        seconds -= 1;
    }
    *t = (struct timespec){ .tv_sec = (time_t)seconds, .tv_nsec = (long)nano };
    return true;
}

static bool time_from_nanoseconds(Runtime *rt, Borrowed v, struct timespec *t)
{
    int64_t whole;
    if (!value_is_int(v))
        return raise(rt, rt->TypeError, "'%T' object cannot be interpreted as an integer", v);
    if (!int_to_int64(rt, v, &whole))
        return false;
    int64_t nano = whole % NANO;
    *t = (struct timespec){ .tv_sec = whole / NANO - (nano < 0), .tv_nsec = nano + (nano < 0 ? NANO : 0) };
    return true;
}

static bool is_pair(Borrowed v) { return value_is_tuple(v) && tuple_count(v) == 2; }

static bool times_of(Runtime *rt, Borrowed times, Borrowed ns, struct timespec *t)
{
    if (times && times != NONE) {
        if (ns)
            return raise(rt, rt->ValueError, "utime: you may specify either 'times' or 'ns' but not both");
        if (!is_pair(times))
            return raise(rt, rt->TypeError, "utime: 'times' must be either a tuple of two ints or None");
        return time_from_seconds(rt, tuple_item_peek(times, 0), &t[0]) && time_from_seconds(rt, tuple_item_peek(times, 1), &t[1]);
    }
    if (ns) {
        if (!is_pair(ns))
            return raise(rt, rt->TypeError, "utime: 'ns' must be a tuple of two ints");
        return time_from_nanoseconds(rt, tuple_item_peek(ns, 0), &t[0]) && time_from_nanoseconds(rt, tuple_item_peek(ns, 1), &t[1]);
    }
    t[0].tv_nsec = t[1].tv_nsec = UTIME_NOW;
    return true;
}

static Owned posix_utime(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    struct timespec t[2] = { 0 };
    int directory;
    bool follow = true;
    if (!times_of(rt, args[1], args[2], t) || !directory_of(rt, args[3], &directory) || !argument_bool(rt, args[4], &follow) ||
        !posix_path(rt, args[0], "utime", "path", true, &path))
        return NULL;
    int failed = path.text ? utimensat(directory, path.text, t, follow ? 0 : AT_SYMLINK_NOFOLLOW) : futimens(path.descriptor, t);
    Value result = failed ? posix_error(rt, &path) : NONE;
    posix_path_close(rt, &path);
    return result;
}

/* -- owner and size */

static bool id_of(Runtime *rt, Borrowed v, const char *what, unsigned *id)
{
    int64_t number = 0;
    if (!value_is_int(v))
        return raise(rt, rt->TypeError, "%s should be integer, not %T", what, v);
    if (!int_fits_int64(v) || !int_to_int64(rt, v, &number) || number > UINT32_MAX)
        return raise(rt, rt->OverflowError, "%s is greater than maximum", what);
    if (number < -1)
        return raise(rt, rt->OverflowError, "%s is less than minimum", what);
    *id = (unsigned)number;
    return true;
}

static Owned change_owner(Runtime *rt, const char *function, const Value *args, int directory, int flags)
{
    PosixPath path;
    unsigned user, group;
    if (!id_of(rt, args[1], "uid", &user) || !id_of(rt, args[2], "gid", &group) ||
        !posix_path(rt, args[0], function, "path", !flags, &path))
        return NULL;
    int failed = path.text ? fchownat(directory, path.text, user, group, flags) : fchown(path.descriptor, user, group);
    Value result = failed ? posix_error(rt, &path) : NONE;
    posix_path_close(rt, &path);
    return result;
}

static Owned posix_chown(Runtime *rt, Borrowed self unused, const Value *args)
{
    int directory;
    bool follow = true;
    if (!directory_of(rt, args[3], &directory) || !argument_bool(rt, args[4], &follow))
        return NULL;
    return change_owner(rt, "chown", args, directory, follow ? 0 : AT_SYMLINK_NOFOLLOW);
}

static Owned posix_lchown(Runtime *rt, Borrowed self unused, const Value *args)
{
    return change_owner(rt, "lchown", args, AT_FDCWD, AT_SYMLINK_NOFOLLOW);
}

static Owned posix_fchown(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    unsigned user, group;
    if (!argument_int(rt, args[0], &descriptor) || !id_of(rt, args[1], "uid", &user) || !id_of(rt, args[2], "gid", &group))
        return NULL;
    return fchown(descriptor, user, group) < 0 ? posix_error(rt, NULL) : NONE;
}

static Owned posix_truncate(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    int64_t length = 0;
    if (!argument_index(rt, args[1], &length) || !posix_path(rt, args[0], "truncate", "path", true, &path))
        return NULL;
    int failed = path.text ? truncate(path.text, length) : ftruncate(path.descriptor, length);
    Value result = failed ? posix_error(rt, &path) : NONE;
    posix_path_close(rt, &path);
    return result;
}

/* -- special files */

static Owned posix_mkfifo(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    int mode = 0666, directory;
    if (!argument_int(rt, args[1], &mode) || !directory_of(rt, args[2], &directory) || !posix_path(rt, args[0], "mkfifo", "path", false, &path))
        return NULL;
    Value result = mkfifoat(directory, path.text, (mode_t)mode) < 0 ? posix_error(rt, &path) : NONE;
    posix_path_close(rt, &path);
    return result;
}

static Owned posix_major(Runtime *rt, Borrowed self unused, const Value *args)
{
    uint64_t device;
    return int_to_uint64(rt, args[0], &device) ? small_int_value(major(device)) : NULL;
}

static Owned posix_minor(Runtime *rt, Borrowed self unused, const Value *args)
{
    uint64_t device;
    return int_to_uint64(rt, args[0], &device) ? small_int_value(minor(device)) : NULL;
}

static Owned posix_makedev(Runtime *rt, Borrowed self unused, const Value *args)
{
    int high = 0, low = 0;
    if (!argument_int(rt, args[0], &high) || !argument_int(rt, args[1], &low))
        return NULL;
    return int_from_uint64(rt, makedev(high, low));
}

static Owned posix_sync(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    sync();
    return NONE;
}

static Owned posix_fdatasync(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    if (!argument_int(rt, args[0], &descriptor))
        return NULL;
    return fdatasync(descriptor) < 0 ? posix_error(rt, NULL) : NONE;
}

const MethodDef posix_change_functions[] = {
    METHOD("utime", posix_utime, "(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)", "Set the access and modified time of path."),
    METHOD("chown", posix_chown, "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", "Change the owner and group id of path to the numeric uid and gid."),
    METHOD("lchown", posix_lchown, "(path, uid, gid)", "Change the owner and group id of path to the numeric uid and gid."),
    METHOD("fchown", posix_fchown, "(fd, uid, gid)", "Change the owner and group id of the file specified by file descriptor."),
    METHOD("truncate", posix_truncate, "(path, length)", "Truncate a file, specified by path, to a specific length."),
    METHOD("mkfifo", posix_mkfifo, "(path, mode=438, *, dir_fd=None)", "Create a \"fifo\" (a POSIX named pipe)."),
    METHOD("major", posix_major, "(device, /)", "Extracts a device major number from a raw device number."),
    METHOD("minor", posix_minor, "(device, /)", "Extracts a device minor number from a raw device number."),
    METHOD("makedev", posix_makedev, "(major, minor, /)", "Composes a raw device number from the major and minor device numbers."),
    METHOD("sync", posix_sync, "()", "Force write of everything to disk."),
    METHOD("fdatasync", posix_fdatasync, "(fd)", "Force write of fd to disk without forcing update of metadata."),
    { 0 },
};
