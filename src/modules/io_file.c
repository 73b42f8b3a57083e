/* FileIO: bytes straight from and to a descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/io.h"
#include "modules/posix.h"
#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"

static File *file_of(Borrowed v) { return (File *)v; }

static Owned make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    File *f = (File *)type_alloc(rt, type, 0);
    if (!f)
        return NULL;
    f->descriptor = -1;
    f->seekable = -1;
    f->close_descriptor = true;
    gc_track(&rt->gc, &f->stream.head);
    return object_value(f);
}

/* -- opening */

static bool bad_mode(Runtime *rt)
{
    return raise(rt, rt->ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
}

static bool parse_mode(Runtime *rt, File *f, const char *mode, int *flags)
{
    bool plus = false, main_seen = false;
    *flags = 0;
    for (const char *p = mode; *p; p++) {
        if (strchr("xrwa", *p)) {
            if (main_seen)
                return bad_mode(rt);
            main_seen = true;
        }
        switch (*p) {
        case 'x': f->created = f->writable = true; *flags |= O_EXCL | O_CREAT; break;
        case 'r': f->readable = true; break;
        case 'w': f->writable = true; *flags |= O_CREAT | O_TRUNC; break;
        case 'a': f->writable = f->appending = true; *flags |= O_APPEND | O_CREAT; break;
        case 'b': break;
        case '+':
            if (plus)
                return bad_mode(rt);
            plus = true;
            break;
        default: return raise(rt, rt->ValueError, "invalid mode: %.200s", mode);
        }
    }
    if (!main_seen)
        return bad_mode(rt);
    if (plus)
        f->readable = f->writable = true;
    *flags |= f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY;
    return true;
}

static bool open_path(Runtime *rt, File *f, Borrowed name, int flags, Borrowed opener)
{
    if (opener && opener != NONE) {
        Value got = call_two(rt, opener, name, small_int_value(flags | O_CLOEXEC));
        bool done = got && (value_is_int(got) ? argument_int(rt, got, &f->descriptor)
                                              : (bool)raise(rt, rt->TypeError, "expected integer from opener"));
        release(rt, got);
        if (done && f->descriptor < 0)
            return raise(rt, rt->ValueError, "opener returned %d", f->descriptor);
        return done;
    }
    PosixPath path;
    if (!posix_path(rt, name, "open", "path", false, &path))
        return false;
    do
        f->descriptor = open(path.text, flags | O_CLOEXEC, 0666);
    while (f->descriptor < 0 && errno == EINTR);
    bool done = f->descriptor >= 0 || posix_error(rt, &path);
    posix_path_close(rt, &path);
    return done;
}

static bool check_no_folder(Runtime *rt, File *f, Borrowed name)
{
    struct stat info;
    if (fstat(f->descriptor, &info) < 0)
        return raise_os_error(rt, errno, NULL);
    if (S_ISDIR(info.st_mode))
        return raise_os_error(rt, EISDIR, name);
    if (f->appending)
        lseek(f->descriptor, 0, SEEK_END);
    return true;
}

static void close_quietly(File *f)
{
    if (f->descriptor >= 0 && f->close_descriptor)
        close(f->descriptor);
    f->descriptor = -1;
}

static bool init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    File *f = file_of(self);
    Value bound[4];
    int flags, given = -1;
    if (!arguments_bind(rt, "FileIO", "(file, mode='r', closefd=True, opener=None)", args, count, keywords, bound))
        return false;
    const char *mode = bound[1] ? str_c_text(rt, bound[1]) : "r";
    close_quietly(f);
    f->readable = f->writable = f->appending = f->created = false;
    f->seekable = -1;
    f->close_descriptor = true;
    if (!mode || !argument_bool(rt, bound[2], &f->close_descriptor) || !parse_mode(rt, f, mode, &flags))
        return false;
    if (value_is_bool(bound[0]) || value_is_int(bound[0])) {
        if (!argument_int(rt, bound[0], &given))
            return false;
        if (given < 0)
            return raise(rt, rt->ValueError, "negative file descriptor");
        f->descriptor = given;
    } else {
        if (!f->close_descriptor)
            return raise(rt, rt->ValueError, "Cannot use closefd=False with file name");
        if (!open_path(rt, f, bound[0], flags, bound[3]))
            return false;
    }
    f->stream.closed = false;
    if (check_no_folder(rt, f, bound[0]) && set_attribute(rt, self, rt->names.name, bound[0]))
        return true;
    if (given < 0)
        close_quietly(f);
    f->descriptor = -1;
    return false;
}

/* -- reading and writing */

static bool check_open(Runtime *rt, const File *f)
{
    return f->descriptor >= 0 || raise(rt, rt->ValueError, "I/O operation on closed file");
}

static bool check_readable(Runtime *rt, const File *f)
{
    return check_open(rt, f) && (f->readable || io_unsupported(rt, "File not open for reading"));
}

static bool check_writable(Runtime *rt, const File *f)
{
    return check_open(rt, f) && (f->writable || io_unsupported(rt, "File not open for writing"));
}

static int64_t outcome(Runtime *rt, ssize_t n)
{
    if (n >= 0)
        return n;
    if (errno == EAGAIN)
        return -2;
    raise_os_error(rt, errno, NULL);
    return -1;
}

int64_t file_read_into(Runtime *rt, File *f, char *bytes, size_t size)
{
    ssize_t n;
    if (!check_readable(rt, f))
        return -1;
    do
        n = read(f->descriptor, bytes, MIN(size, (size_t)INT32_MAX));
    while (n < 0 && errno == EINTR && charge(rt, 1));
    return n < 0 && error_pending(rt) ? -1 : outcome(rt, n);
}

int64_t file_write_some(Runtime *rt, File *f, const char *bytes, size_t size)
{
    ssize_t n;
    if (!check_writable(rt, f))
        return -1;
    do
        n = write(f->descriptor, bytes, MIN(size, (size_t)INT32_MAX));
    while (n < 0 && errno == EINTR && charge(rt, 1));
    return n < 0 && error_pending(rt) ? -1 : outcome(rt, n);
}

static Owned counted(int64_t n) { return n == -1 ? NULL : n == -2 ? NONE : small_int_value(n); }

static Owned file_readinto(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    if (!check_readable(rt, file_of(self)) || !buffer_get(rt, args[0], &buffer, true))
        return NULL;
    int64_t n = file_read_into(rt, file_of(self), buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return counted(n);
}

/* What is likely left, so that most files are read at once. */
static size_t expected(const File *f)
{
    struct stat info;
    off_t at = lseek(f->descriptor, 0, SEEK_CUR);
    if (at < 0 || fstat(f->descriptor, &info) < 0 || info.st_size <= at)
        return IO_BUFFER_SIZE;
    return (size_t)(info.st_size - at) + 1;
}

static Owned file_readall(Runtime *rt, Borrowed self, const Value *args unused)
{
    File *f = file_of(self);
    if (!check_readable(rt, f))
        return NULL;
    size_t capacity = expected(f), size = 0;
    char *bytes = memory_alloc(rt, capacity);
    int64_t n = 0;
    while (bytes && (n = file_read_into(rt, f, bytes + size, capacity - size)) > 0) {
        size += (size_t)n;
        if (size == capacity) {
            char *more = memory_realloc(rt, bytes, capacity += MAX(capacity, (size_t)IO_BUFFER_SIZE));
            if (!more)
                memory_free(rt, bytes);
            bytes = more;
        }
    }
    if (!bytes)
        return raise_memory_error(rt);
    Value result = n == -1 ? NULL : n == -2 && !size ? NONE : bytes_from(rt, bytes, size);
    memory_free(rt, bytes);
    return result;
}

static Owned file_read(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size;
    if (!check_readable(rt, file_of(self)) || !io_size(rt, args[0], &size))
        return NULL;
    if (size < 0)
        return file_readall(rt, self, args);
    char *bytes = memory_alloc(rt, (size_t)size);
    if (!bytes)
        return raise_memory_error(rt);
    int64_t n = file_read_into(rt, file_of(self), bytes, (size_t)size);
    Value result = n < 0 ? counted(n) : bytes_from(rt, bytes, (size_t)n);
    memory_free(rt, bytes);
    return result;
}

static Owned file_write(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    if (!check_writable(rt, file_of(self)) || !buffer_get(rt, args[0], &buffer, false))
        return NULL;
    int64_t n = file_write_some(rt, file_of(self), buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return counted(n);
}

static Owned file_seek(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t offset = 0;
    int whence = 0;
    if (!check_open(rt, file_of(self)) || !argument_index(rt, args[0], &offset) || !argument_int(rt, args[1], &whence))
        return NULL;
    off_t at = lseek(file_of(self)->descriptor, offset, whence);
    return at < 0 ? raise_os_error(rt, errno, NULL) : int_from_int64(rt, at);
}

static Owned file_tell(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value where[2] = { small_int_value(0), small_int_value(SEEK_CUR) };
    return file_seek(rt, self, where);
}

static Owned file_truncate(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size = 0;
    if (!check_writable(rt, file_of(self)))
        return NULL;
    Value where = args[0] && args[0] != NONE ? retain(args[0]) : file_tell(rt, self, NULL);
    if (!where || !argument_index(rt, where, &size))
        return release(rt, where), NULL;
    if (ftruncate(file_of(self)->descriptor, size) < 0) {
        release(rt, where);
        return raise_os_error(rt, errno, NULL);
    }
    return where;
}

static Owned file_close(Runtime *rt, Borrowed self, const Value *args unused)
{
    File *f = file_of(self);
    Value pending = NULL, result = NONE;
    if (!f->stream.closed && (f->stream.dict || !object_is_exactly(self, io_state(rt)->file))) {
        Value flushed = io_call_none(rt, self, "flush");
        pending = flushed ? NULL : error_take(rt);
        release(rt, flushed);
    }
    int descriptor = f->descriptor;
    f->descriptor = -1;
    f->stream.closed = true;
    if (descriptor >= 0 && f->close_descriptor && close(descriptor) < 0 && errno != EINTR)
        result = raise_os_error(rt, errno, NULL);
    return io_chain(rt, pending, result);
}

static Owned file_fileno(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, file_of(self)) ? small_int_value(file_of(self)->descriptor) : NULL;
}

static Owned file_isatty(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, file_of(self)) ? bool_value(isatty(file_of(self)->descriptor)) : NULL;
}

static Owned file_readable(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, file_of(self)) ? bool_value(file_of(self)->readable) : NULL;
}

static Owned file_writable(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, file_of(self)) ? bool_value(file_of(self)->writable) : NULL;
}

static Owned file_seekable(Runtime *rt, Borrowed self, const Value *args unused)
{
    File *f = file_of(self);
    if (!check_open(rt, f))
        return NULL;
    if (f->seekable < 0)
        f->seekable = lseek(f->descriptor, 0, SEEK_CUR) >= 0;
    return bool_value(f->seekable);
}

static const char *mode_text(const File *f)
{
    if (f->created)
        return f->readable ? "xb+" : "xb";
    if (f->appending)
        return f->readable ? "ab+" : "ab";
    return f->readable ? f->writable ? "rb+" : "rb" : "wb";
}

static Owned get_mode(Runtime *rt, Borrowed self) { return str_from_text(rt, mode_text(file_of(self))); }
static Owned get_closed(Runtime *rt unused, Borrowed self) { return bool_value(file_of(self)->descriptor < 0); }
static Owned get_closefd(Runtime *rt unused, Borrowed self) { return bool_value(file_of(self)->close_descriptor); }

static Owned repr(Runtime *rt, Borrowed self)
{
    File *f = file_of(self);
    if (f->descriptor < 0)
        return str_from_text(rt, "<_io.FileIO [closed]>");
    Value name = get_attribute_or_null(rt, self, rt->names.name);
    if (!name && error_pending(rt))
        return NULL;
    const char *closefd = f->close_descriptor ? "True" : "False";
    Value text = name ? format_message(rt, "<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode_text(f), closefd)
                      : format_message(rt, "<_io.FileIO fd=%d mode='%s' closefd=%s>", f->descriptor, mode_text(f), closefd);
    release(rt, name);
    return text;
}

static void clear(Gc *gc, Object *self) { type_clear_object(runtime_of(gc), self); }

static void free_file(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    close_quietly((File *)self);
    type_free_object(runtime_of(gc), self);
}

static const MethodDef methods[] = {
    METHOD("read", file_read, "(size=-1, /)", "Read at most size bytes, returned as bytes."),
    METHOD("readall", file_readall, "()", "Read all data from the file, returned as bytes."),
    METHOD("readinto", file_readinto, "(buffer, /)", "Same as RawIOBase.readinto()."),
    METHOD("write", file_write, "(b, /)", "Write buffer b, return number of bytes written."),
    METHOD("seek", file_seek, "(pos, whence=0, /)", "Move to new file position and return the file position."),
    METHOD("tell", file_tell, "()", "Current file position."),
    METHOD("truncate", file_truncate, "(size=None, /)", "Truncate the file to at most size bytes and return the truncated size."),
    METHOD("close", file_close, "()", "Close the file."),
    METHOD("seekable", file_seekable, "()", "True if file supports random-access."),
    METHOD("readable", file_readable, "()", "True if file was opened in a read mode."),
    METHOD("writable", file_writable, "()", "True if file was opened in a write mode."),
    METHOD("fileno", file_fileno, "()", "Return the underlying file descriptor (an integer)."),
    METHOD("isatty", file_isatty, "()", "True if the file is connected to a TTY device."),
    { 0 },
};
static const GetSetDef getsets[] = {
    { "closed", get_closed, NULL, "True if the file is closed" },
    { "closefd", get_closefd, NULL, "True if the file descriptor will be closed by close()." },
    { "mode", get_mode, NULL, "String giving the file mode" },
    { 0 },
};
const TypeDef io_file_def = {
    .name = "_io.FileIO", .doc = "Open a file.", .signature = "(file, mode='r', closefd=True, opener=None)",
    STREAM_LIFE(File), .traverse = io_stream_traverse, .clear = clear, .free = free_file,
    .slots = { .make = make, .init = init, .repr = repr, .finalize = io_finalize }, .methods = methods, .getsets = getsets,
};
