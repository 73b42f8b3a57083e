/* sys.stdin, stdout and stderr while the module io is not there: text straight to
 * and from a descriptor, through a buffer. */
#include <errno.h>
#include <unistd.h>

#include "modules/sys.h"
#include "object/arguments.h"
#include "object/error.h"
#include "types/str.h"

enum { BUFFER_SIZE = 8192 };

typedef struct Stream {
    Object head;
    int descriptor;
    bool line_buffered;
    size_t used;
    char bytes[BUFFER_SIZE];
} Stream;

static bool write_all(Runtime *rt, int descriptor, const char *bytes, size_t size)
{
    while (size) {
        ssize_t n = write(descriptor, bytes, size);
        if (n < 0 && errno != EINTR)
            return raise_os_error(rt, errno, NULL);
        if (n > 0)
            bytes += n, size -= (size_t)n;
    }
    return true;
}

static bool flush(Runtime *rt, Stream *s)
{
    size_t used = s->used;
    s->used = 0;
    return write_all(rt, s->descriptor, s->bytes, used);
}

static bool put(Runtime *rt, Stream *s, const char *bytes, size_t size)
{
    if (s->used + size > BUFFER_SIZE && !flush(rt, s))
        return false;
    if (size > BUFFER_SIZE)
        return write_all(rt, s->descriptor, bytes, size);
    memcpy(s->bytes + s->used, bytes, size);
    s->used += size;
    return !s->line_buffered || !memchr(bytes, '\n', size) || flush(rt, s);
}

static Owned stream_write(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "write() argument must be str, not %T", args[0]);
    if (!put(rt, (Stream *)self, str_bytes(args[0]), str_size(args[0])))
        return NULL;
    return small_int_value((int64_t)str_length(args[0]));
}

static Owned stream_flush(Runtime *rt, Borrowed self, const Value *args unused)
{
    return flush(rt, (Stream *)self) ? NONE : NULL;
}

static Owned stream_readline(Runtime *rt, Borrowed self, const Value *args unused)
{
    Stream *s = (Stream *)self;
    StrBuilder b;
    char c = 0;
    builder_open(&b, rt);
    while (c != '\n' && read(s->descriptor, &c, 1) == 1)
        builder_write(&b, &c, 1);
    return builder_finish(&b);
}

static Owned stream_fileno(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    return small_int_value(((Stream *)self)->descriptor);
}

static Owned stream_isatty(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    return bool_value(isatty(((Stream *)self)->descriptor));
}

static const MethodDef methods[] = {
    METHOD("write", stream_write, "(text, /)", NULL), METHOD("flush", stream_flush, "()", NULL),
    METHOD("readline", stream_readline, "()", NULL), METHOD("fileno", stream_fileno, "()", NULL),
    METHOD("isatty", stream_isatty, "()", NULL), { 0 },
};

static void stream_free(Gc *gc, Object *self) { type_free_object(runtime_of(gc), self); }

static const TypeDef stream_type_def = {
    .name = "sys.stream", .size = sizeof(Stream), .flags = TYPE_NO_NEW, .free = stream_free, .methods = methods,
};

bool sys_open_streams(Runtime *rt)
{
    static const char *const names[] = { "stdin", "stdout", "stderr" };
    Type *type = type_from_def(rt, &stream_type_def, rt->object_type);
    for (int i = 0; type && i < 3; i++) {
        Stream *s = (Stream *)type_alloc(rt, type, 0);
        if (!s)
            return false;
        s->descriptor = i;
        s->line_buffered = i == 2 || isatty(i);
        bool done = sys_set(rt, names[i], object_value(s));
        object_release(&rt->gc, &s->head);
        if (!done)
            return false;
    }
    return type;
}
