/* posix: descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"
#include "types/structseq.h"
#include "types/tuple.h"

static Owned posix_open(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    int flags = 0, mode = 0777;
    if (!argument_int(rt, args[1], &flags) || !argument_int(rt, args[2], &mode) ||
        !posix_path(rt, args[0], "open", "path", false, &path))
        return NULL;
    int descriptor = open(path.text, flags | O_CLOEXEC, mode);
    Value result = descriptor < 0 ? posix_error(rt, &path) : small_int_value(descriptor);
    posix_path_close(rt, &path);
    return result;
}

static Owned posix_close(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    if (!argument_int(rt, args[0], &descriptor))
        return NULL;
    return close(descriptor) < 0 ? posix_error(rt, NULL) : NONE;
}

static Owned posix_read(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    int64_t size = 0;
    if (!argument_int(rt, args[0], &descriptor) || !argument_index(rt, args[1], &size))
        return NULL;
    if (size < 0) {
        errno = EINVAL;
        return posix_error(rt, NULL);
    }
    char *buffer = memory_alloc(rt, (size_t)size);
    if (!buffer)
        return raise_memory_error(rt);
    ssize_t got;
    do
        got = read(descriptor, buffer, (size_t)size);
    while (got < 0 && errno == EINTR && charge(rt, 1));
    Value result = got >= 0 ? bytes_from(rt, buffer, (size_t)got) : error_pending(rt) ? NULL : posix_error(rt, NULL);
    memory_free(rt, buffer);
    return result;
}

static Owned posix_write(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    Buffer buffer;
    if (!argument_int(rt, args[0], &descriptor) || !buffer_get(rt, args[1], &buffer, false))
        return NULL;
    ssize_t put;
    do
        put = write(descriptor, buffer.bytes, buffer.size);
    while (put < 0 && errno == EINTR && charge(rt, 1));
    int error = errno;
    buffer_release(rt, &buffer);
    errno = error;
    return put >= 0 ? small_int_value(put) : error_pending(rt) ? NULL : posix_error(rt, NULL);
}

static Owned posix_lseek(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1, whence = 0;
    int64_t offset = 0;
    if (!argument_int(rt, args[0], &descriptor) || !argument_index(rt, args[1], &offset) ||
        !argument_int(rt, args[2], &whence))
        return NULL;
    off_t place = lseek(descriptor, offset, whence);
    return place < 0 ? posix_error(rt, NULL) : int_from_int64(rt, place);
}

static Owned posix_isatty(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    return argument_int(rt, args[0], &descriptor) ? bool_value(isatty(descriptor)) : NULL;
}

static Owned posix_dup(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    if (!argument_int(rt, args[0], &descriptor))
        return NULL;
    descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return descriptor < 0 ? posix_error(rt, NULL) : small_int_value(descriptor);
}

static Owned posix_pipe(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return posix_error(rt, NULL);
    return tuple_pack(rt, 2, small_int_value(ends[0]), small_int_value(ends[1]));
}

static Owned posix_ftruncate(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    int64_t length = 0;
    if (!argument_int(rt, args[0], &descriptor) || !argument_index(rt, args[1], &length))
        return NULL;
    return ftruncate(descriptor, length) < 0 ? posix_error(rt, NULL) : NONE;
}

static Owned posix_fsync(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    if (!argument_int(rt, args[0], &descriptor))
        return NULL;
    return fsync(descriptor) < 0 ? posix_error(rt, NULL) : NONE;
}

static Owned posix_get_inheritable(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1;
    if (!argument_int(rt, args[0], &descriptor))
        return NULL;
    int flags = fcntl(descriptor, F_GETFD);
    return flags < 0 ? posix_error(rt, NULL) : bool_value(!(flags & FD_CLOEXEC));
}

static Owned posix_set_inheritable(Runtime *rt, Borrowed self unused, const Value *args)
{
    int descriptor = -1, inheritable = 0;
    if (!argument_int(rt, args[0], &descriptor) || !argument_int(rt, args[1], &inheritable))
        return NULL;
    return fcntl(descriptor, F_SETFD, inheritable ? 0 : FD_CLOEXEC) < 0 ? posix_error(rt, NULL) : NONE;
}

static const GetSetDef size_fields[] = {
    STRUCTSEQ_FIELD("columns", 0, "width of the terminal window in characters"),
    STRUCTSEQ_FIELD("lines", 1, "height of the terminal window in characters"), { 0 },
};
static const StructSeqDef size_def = STRUCTSEQ("os.terminal_size", size_fields, 2, 2, "A tuple of (columns, lines) for holding terminal window size");

static Type *size_type(Runtime *rt, Borrowed module)
{
    PosixState *state = posix_state(module);
    if (!state->terminal_size && (state->terminal_size = structseq_type_new(rt, &size_def)) &&
        !module_add(rt, module, "terminal_size", type_value(state->terminal_size)))
        return NULL;
    return state->terminal_size;
}

bool posix_file_open(Runtime *rt, Borrowed module) { return size_type(rt, module); }

static Owned posix_get_terminal_size(Runtime *rt, Borrowed self, const Value *args)
{
    int descriptor = 1;
    struct winsize size;
    Type *type = size_type(rt, self);
    if (!type || !argument_int(rt, args[0], &descriptor))
        return NULL;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0)
        return posix_error(rt, NULL);
    Value items[2] = { small_int_value(size.ws_col), small_int_value(size.ws_row) };
    return structseq_new(rt, type, items);
}

const MethodDef posix_file_functions[] = {
    METHOD("open", posix_open, "(path, flags, mode=511, *, dir_fd=None)", "Open a file for low level IO.  Returns a file descriptor (integer)."),
    METHOD("close", posix_close, "(fd)", "Close a file descriptor."),
    METHOD("read", posix_read, "(fd, length, /)", "Read from a file descriptor.  Returns a bytes object."),
    METHOD("write", posix_write, "(fd, data, /)", "Write a bytes object to a file descriptor."),
    METHOD("lseek", posix_lseek, "(fd, position, whence, /)", "Set the position of a file descriptor.  Return the new position."),
    METHOD("isatty", posix_isatty, "(fd, /)", "Return True if the fd is connected to a terminal."),
    METHOD("dup", posix_dup, "(fd, /)", "Return a duplicate of a file descriptor."),
    METHOD("pipe", posix_pipe, "()", "Create a pipe."),
    METHOD("ftruncate", posix_ftruncate, "(fd, length, /)", "Truncate a file, specified by file descriptor, to a specific length."),
    METHOD("fsync", posix_fsync, "(fd)", "Force write of fd to disk."),
    METHOD("get_inheritable", posix_get_inheritable, "(fd, /)", "Get the close-on-exe flag of the specified file descriptor."),
    METHOD("set_inheritable", posix_set_inheritable, "(fd, inheritable, /)", "Set the inheritable flag of the specified file descriptor."),
    METHOD("get_terminal_size", posix_get_terminal_size, "(fd=1, /)", "Return the size of the terminal window as (columns, lines)."),
    { 0 },
};
