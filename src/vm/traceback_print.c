#include "vm/traceback_print.h"

#include <unistd.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/code.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/str.h"
#include "vm/frame.h"

void error_write(Runtime *rt, const char *bytes, size_t size)
{
    Value sys = rt->modules ? dict_get_text_peek(rt, rt->modules, "sys") : NULL;
    Value file = sys ? get_attribute_or_null(rt, sys, rt->names.stderr) : NULL;
    Value text = file && file != NONE ? str_from_bytes(rt, bytes, size) : NULL;
    Value done = text ? call_method(rt, file, rt->names.write, &text, 1) : NULL;
    if (!done && write(2, bytes, size) < 0)
        error_clear(rt);
    error_clear(rt);
    release(rt, file);
    release(rt, text);
    release(rt, done);
}

static void write_frames(StrBuilder *b, Borrowed traceback)
{
    builder_text(b, "Traceback (most recent call last):\n");
    for (Traceback *t = (Traceback *)traceback; t; t = (Traceback *)t->next) {
        Code *code = ((FrameObject *)t->frame)->frame->code;
        Value line = format_message(b->rt, "  File \"%U\", line %d, in %U\n", code->filename, t->line, code->name);
        if (line)
            builder_str(b, line);
        release(b->rt, line);
    }
}

Owned exception_text(Runtime *rt, Borrowed exception)
{
    Exception *e = (Exception *)exception;
    StrBuilder b;
    builder_open(&b, rt);
    if (e->traceback)
        write_frames(&b, e->traceback);
    Value text = value_str(rt, exception), line = NULL;
    if (text)
        line = str_size(text) ? format_message(rt, "%T: %U\n", exception, text) : format_message(rt, "%T\n", exception);
    if (line)
        builder_str(&b, line);
    release(rt, text);
    release(rt, line);
    return builder_finish(&b);
}

void exception_print(Runtime *rt, Borrowed exception)
{
    Value text = exception_text(rt, exception);
    if (text)
        error_write(rt, str_bytes(text), str_size(text));
    release(rt, text);
    error_clear(rt);
}
