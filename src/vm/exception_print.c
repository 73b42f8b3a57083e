/* An exception with its causes, its group's members, its notes, as one text. */
#include "vm/exception_print.h"

#include <stdarg.h>
#include <unistd.h>

#include "object/error.h"
#include "object/message.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/tuple.h"
#include "vm/suggest.h"
#include "vm/traceback_print.h"

enum { MAX_GROUP_DEPTH = 10, MAX_GROUP_WIDTH = 15 };

/* -- the printer */

void printer_margin_as(Printer *p, const char *margin)
{
    builder_repeat(&p->text, ' ', (size_t)p->group_depth * 2);
    builder_text(&p->text, margin);
}

void printer_margin(Printer *p) { printer_margin_as(p, p->group_depth ? "| " : ""); }

void printer_format(Printer *p, const char *format, ...)
{
    va_list directives;
    va_start(directives, format);
    Value text = format_message_list(p->text.rt, format, directives);
    va_end(directives);
    if (text)
        builder_str(&p->text, text);
    else
        error_clear(p->text.rt);
    release(p->text.rt, text);
}

/* TEXT line by line, each with the margin. */
static void write_lines(Printer *p, const char *text, size_t size)
{
    for (const char *end = text + size; text <= end;) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        size_t length = (size_t)((line_end ? line_end : end) - text);
        printer_margin(p);
        builder_write(&p->text, text, length);
        builder_text(&p->text, "\n");
        text += length + 1;
    }
}

/* -- SyntaxError: file, line, text, carets */

static int64_t number_or(Value v, int64_t otherwise)
{
    return v && value_is_small_int(v) ? small_int(v) : otherwise;
}

static void write_error_text(Printer *p, Borrowed line, int64_t offset, int64_t end_offset)
{
    const char *text = str_bytes(line);
    size_t size = str_size(line);
    offset--, end_offset--;
    while (size && text[size - 1] == '\n')
        size--;
    for (const char *newline; (newline = memchr(text, '\n', size)) && newline - text < offset;) {
        size_t skip = (size_t)(newline - text) + 1;
        text += skip, size -= skip, offset -= (int64_t)skip, end_offset -= (int64_t)skip;
    }
    while (size && (*text == ' ' || *text == '\t' || *text == '\f'))
        text++, size--, offset--, end_offset--;
    printer_margin(p);
    builder_text(&p->text, "    ");
    builder_write(&p->text, text, size);
    builder_text(&p->text, "\n");
    if (offset < 0)
        return;
    printer_margin(p);
    builder_repeat(&p->text, ' ', (size_t)offset + 4);
    builder_repeat(&p->text, '^', end_offset > offset ? (size_t)(end_offset - offset) : 1);
    builder_text(&p->text, "\n");
}

static void write_syntax_location(Printer *p, Exception *e)
{
    Value file = e->extra[EXTRA_SYNTAX_FILENAME], line = e->extra[EXTRA_TEXT];
    int64_t number = number_or(e->extra[EXTRA_LINENO], 0), offset = number_or(e->extra[EXTRA_OFFSET], -1);
    int64_t end_line = number_or(e->extra[EXTRA_END_LINENO], number), end = number_or(e->extra[EXTRA_END_OFFSET], offset);
    printer_margin(p);
    if (file && file != NONE)
        printer_format(p, "  File \"%S\", line %zd\n", file, number);
    else
        printer_format(p, "  File \"<string>\", line %zd\n", number);
    if (!line || !value_is_str(line) || !str_size(line))
        return;
    int64_t size = (int64_t)str_length(line);
    if (end_line > number)
        end = size;
    write_error_text(p, line, offset, MIN(end, size + 1));
}

/* -- the last line */

static void write_class_name(Printer *p, Borrowed exception)
{
    Runtime *rt = p->text.rt;
    Value type = type_value(value_type(rt, exception));
    Value module = get_attribute_or_null(rt, type, rt->names.__module__);
    Value name = get_attribute_or_null(rt, type, rt->names.__qualname__);
    if (!module || !value_is_str(module))
        builder_text(&p->text, "<unknown>.");
    else if (!str_equal_text(module, "builtins") && !str_equal_text(module, "__main__"))
        printer_format(p, "%U.", module);
    if (name && value_is_str(name))
        builder_str(&p->text, name);
    else
        builder_text(&p->text, "<unknown>");
    error_clear(rt);
    release(rt, module);
    release(rt, name);
}

static Owned message_of(Runtime *rt, Borrowed exception)
{
    if (value_is_instance(rt, exception, rt->SyntaxError)) {
        Value msg = ((Exception *)exception)->extra[EXTRA_MSG];
        return value_str(rt, msg ? msg : NONE);
    }
    return value_str(rt, exception);
}

/* The message's own line ends are kept: only its first line has the margin. */
static void write_message(Printer *p, Borrowed exception)
{
    Runtime *rt = p->text.rt;
    printer_margin(p);
    write_class_name(p, exception);
    Value text = message_of(rt, exception);
    if (!text) {
        error_clear(rt);
        builder_text(&p->text, ": <exception str() failed>");
    } else if (str_size(text)) {
        builder_text(&p->text, ": ");
        builder_str(&p->text, text);
    }
    release(rt, text);
    Value near = suggest_name(rt, exception);
    if (near)
        printer_format(p, ". Did you mean: '%U'?", near);
    release(rt, near);
    builder_text(&p->text, "\n");
}

static void write_note(Printer *p, Borrowed note)
{
    Value text = value_str(p->text.rt, note);
    if (text)
        write_lines(p, str_bytes(text), str_size(text));
    else
        write_lines(p, "<note str() failed>", 19);
    error_clear(p->text.rt);
    release(p->text.rt, text);
}

static void write_notes(Printer *p, Borrowed exception)
{
    Runtime *rt = p->text.rt;
    Value notes = get_attribute_or_null(rt, exception, rt->names.__notes__);
    error_clear(rt);
    if (!notes)
        return;
    Value list = value_is_list(notes) || value_is_tuple(notes) ? sequence_list(rt, notes) : NULL;
    for (int64_t i = 0; list && i < list_count(list); i++)
        write_note(p, list_item_peek(list, i));
    if (!list) {
        Value shown = value_repr(rt, notes);
        if (shown)
            write_lines(p, str_bytes(shown), str_size(shown));
        error_clear(rt);
        release(rt, shown);
    }
    release(rt, list);
    release(rt, notes);
}

static bool is_group(Runtime *rt, Borrowed exception)
{
    return value_is_instance(rt, exception, rt->BaseExceptionGroup);
}

static void write_one(Printer *p, Borrowed exception)
{
    Runtime *rt = p->text.rt;
    Exception *e = (Exception *)exception;
    if (e->traceback) {
        bool group = is_group(rt, exception);
        traceback_write(p, e->traceback,
                        group ? "Exception Group Traceback (most recent call last):\n"
                              : "Traceback (most recent call last):\n",
                        group && p->group_depth == 1 ? "+ " : p->group_depth ? "| " : "");
    }
    if (value_is_instance(rt, exception, rt->SyntaxError) && e->extra[EXTRA_LINENO])
        write_syntax_location(p, e);
    write_message(p, exception);
    write_notes(p, exception);
}

/* -- chains and groups */

static void write_chain(Printer *p, Borrowed exception);

static bool was_seen(Printer *p, Borrowed exception)
{
    for (int64_t i = 0; p->seen && i < list_count(p->seen); i++)
        if (list_item_peek(p->seen, i) == exception)
            return true;
    return false;
}

static void write_link(Printer *p, Borrowed before, const char *message)
{
    bool need_close = p->need_close;
    p->need_close = false;
    write_chain(p, before);
    p->need_close = need_close;
    write_lines(p, "", 0);
    write_lines(p, message, strlen(message));
    write_lines(p, "", 0);
}

static void write_links(Printer *p, Exception *e)
{
    if (e->cause) {
        if (!was_seen(p, e->cause))
            write_link(p, e->cause, "The above exception was the direct cause of the following exception:");
    } else if (e->context && !e->suppress_context && !was_seen(p, e->context)) {
        write_link(p, e->context, "During handling of the above exception, another exception occurred:");
    }
}

static void write_member(Printer *p, Borrowed members, int64_t i)
{
    int64_t count = tuple_count(members), shown = MIN(count, MAX_GROUP_WIDTH + 1);
    bool truncated = i == MAX_GROUP_WIDTH;
    if (i == shown - 1)
        p->need_close = true;
    builder_repeat(&p->text, ' ', (size_t)p->group_depth * 2);
    if (truncated)
        printer_format(p, "%s+---------------- ... ----------------\n", i ? "  " : "+-");
    else
        printer_format(p, "%s+---------------- %zd ----------------\n", i ? "  " : "+-", i + 1);
    p->group_depth++;
    if (truncated) {
        int64_t more = count - MAX_GROUP_WIDTH;
        printer_margin(p);
        printer_format(p, "and %zd more exception%s\n", more, more > 1 ? "s" : "");
    } else {
        write_chain(p, tuple_item_peek(members, i));
    }
    if (i == shown - 1 && p->need_close) {
        printer_margin_as(p, "+------------------------------------\n");
        p->need_close = false;
    }
    p->group_depth--;
}

static void write_group(Printer *p, Borrowed exception)
{
    Value members = ((Exception *)exception)->extra[EXTRA_EXCEPTIONS];
    if (p->group_depth > MAX_GROUP_DEPTH) {
        printer_margin(p);
        printer_format(p, "... (max_group_depth is %d)\n", MAX_GROUP_DEPTH);
        return;
    }
    bool outermost = p->group_depth == 0;
    p->group_depth += outermost;
    write_one(p, exception);
    p->need_close = false;
    for (int64_t i = 0; members && i < MIN(tuple_count(members), MAX_GROUP_WIDTH + 1); i++)
        write_member(p, members, i);
    p->group_depth -= outermost;
}

static void write_chain(Printer *p, Borrowed exception)
{
    Runtime *rt = p->text.rt;
    if (p->seen && !list_append(rt, p->seen, exception))
        error_clear(rt);
    if (!recursion_enter(rt, " in print_exception")) {
        error_clear(rt);
        return;
    }
    write_links(p, (Exception *)exception);
    if (is_group(rt, exception))
        write_group(p, exception);
    else
        write_one(p, exception);
    recursion_leave(rt);
}

/* -- entrances */

Owned exception_text(Runtime *rt, Borrowed exception)
{
    Printer p = { .seen = list_new(rt, 0) };
    error_clear(rt);
    builder_open(&p.text, rt);
    write_chain(&p, exception);
    release(rt, p.seen);
    return builder_finish(&p.text);
}

static void write_descriptor(const char *bytes, size_t size)
{
    while (size) {
        ssize_t n = write(2, bytes, size);
        if (n <= 0)
            return;
        bytes += n, size -= (size_t)n;
    }
}

void error_write(Runtime *rt, const char *bytes, size_t size)
{
    Value file = rt->sys_dict ? retain(dict_get_peek(rt, rt->sys_dict, rt->names.stderr)) : NULL;
    Value text = file && file != NONE ? str_from_bytes(rt, bytes, size) : NULL;
    Value done = text ? call_method(rt, file, rt->names.write, &text, 1) : NULL;
    if (!done && file != NONE)
        write_descriptor(bytes, size);
    error_clear(rt);
    release(rt, file);
    release(rt, text);
    release(rt, done);
}

/* Without memory for the whole text, the class name at least. */
void exception_print(Runtime *rt, Borrowed exception)
{
    Value text = exception_text(rt, exception);
    error_clear(rt);
    if (text) {
        error_write(rt, str_bytes(text), str_size(text));
    } else {
        const char *name = object_gc_type(value_object(exception))->name;
        write_descriptor(name, strlen(name));
        write_descriptor("\n", 1);
    }
    release(rt, text);
}
