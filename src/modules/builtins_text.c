/* print and input. */
#include "modules/builtins.h"

#include <stdio.h>

#include "modules/sys.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static bool check_separator(Runtime *rt, const char *name, Value *v)
{
    if (*v == NONE)
        *v = NULL;
    return !*v || value_is_str(*v) || raise(rt, rt->TypeError, "%s must be None or a string, not %T", name, *v);
}

/* A file's write method, bound once for all pieces. */
static bool write_piece(Runtime *rt, Borrowed write, Borrowed piece)
{
    Value text = value_str(rt, piece);
    Value done = text ? call_one(rt, write, text) : NULL;
    release(rt, text);
    release(rt, done);
    return done;
}

static bool write_ascii(Runtime *rt, Borrowed write, Borrowed text_or_null, const char *otherwise)
{
    Value text = text_or_null ? retain(text_or_null) : str_from_text(rt, otherwise);
    bool done = text && write_piece(rt, write, text);
    release(rt, text);
    return done;
}

static bool print_to(Runtime *rt, Borrowed file, const Value *args, size_t count, Borrowed sep, Borrowed end)
{
    Value write = get_attribute(rt, file, rt->names.write);
    bool done = write;
    for (size_t i = 0; done && i < count; i++)
        done = (i == 0 || write_ascii(rt, write, sep, " ")) && write_piece(rt, write, args[i]);
    done = done && write_ascii(rt, write, end, "\n");
    release(rt, write);
    return done;
}

Owned builtin_print(CALL_PARAMETERS)
{
    (void)self;
    Value option[4];            /* sep, end, file, flush */
    bool flush = false;
    if (!arguments_bind(rt, "print", "(*, sep=' ', end='\\n', file=None, flush=False)", args + count, 0, keywords, option))
        return NULL;
    Value file = option[2] && option[2] != NONE ? option[2] : sys_get_peek(rt, "stdout");
    if (!file)
        return raise(rt, rt->RuntimeError, "lost sys.stdout");
    if (file == NONE)
        return NONE;
    if (!check_separator(rt, "sep", &option[0]) || !check_separator(rt, "end", &option[1]) ||
        !argument_bool(rt, option[3], &flush))
        return NULL;
    retain(file);
    Value flushed = NONE;
    bool done = print_to(rt, file, args, count, option[0], option[1]);
    if (done && flush)
        done = (flushed = call_method(rt, file, rt->names.flush, NULL, 0));
    release(rt, flushed);
    release(rt, file);
    return done ? NONE : NULL;
}

static Owned without_newline_steal(Runtime *rt, Owned line)
{
    if (!value_is_str(line)) {
        release(rt, line);
        return raise(rt, rt->TypeError, "object.readline() returned non-string");
    }
    size_t size = str_size(line);
    if (size == 0) {
        release(rt, line);
        return raise(rt, rt->EOFError, "EOF when reading a line");
    }
    if (str_bytes(line)[size - 1] != '\n')
        return line;
    Value cut = str_from_bytes(rt, str_bytes(line), size - 1);
    release(rt, line);
    return cut;
}

static void flush_if_possible(Runtime *rt, Borrowed file)
{
    retain(file);
    release(rt, call_method(rt, file, rt->names.flush, NULL, 0));
    error_clear(rt);
    release(rt, file);
}

Owned builtin_input(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value in = sys_get_peek(rt, "stdin"), out = sys_get_peek(rt, "stdout"), err = sys_get_peek(rt, "stderr");
    if (!in || in == NONE)
        return raise(rt, rt->RuntimeError, "input(): lost sys.stdin");
    if (!out || out == NONE)
        return raise(rt, rt->RuntimeError, "input(): lost sys.stdout");
    if (!err || err == NONE)
        return raise(rt, rt->RuntimeError, "input(): lost sys.stderr");
    retain(in), retain(out);
    flush_if_possible(rt, err);
    Value empty = str_from_bytes(rt, "", 0), line = NULL;
    if (empty && (!args[0] || print_to(rt, out, args, 1, NULL, empty))) {
        flush_if_possible(rt, out);
        line = call_method(rt, in, rt->names.readline, NULL, 0);
    }
    release(rt, empty);
    release(rt, in);
    release(rt, out);
    return line ? without_newline_steal(rt, line) : NULL;
}
