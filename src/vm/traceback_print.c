/* Frames of a traceback: where, the source line, the carets below it. */
#include "vm/traceback_print.h"

#include <stdio.h>
#include <stdlib.h>

#include "compiler/anchors.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/code.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/exception_print.h"
#include "vm/frame.h"

enum { REPEATS_SHOWN = 3, DEFAULT_LIMIT = 1000, INDENT = 4 };

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

/* -- source lines */

static FILE *open_in_path(Runtime *rt, const char *filename)
{
    const char *slash = strrchr(filename, '/');
    Value path = rt->sys_dict ? retain(dict_get_peek(rt, rt->sys_dict, rt->names.path)) : NULL;
    FILE *file = NULL;
    error_clear(rt);
    for (int64_t i = 0; path && value_is_list(path) && !file && i < list_count(path); i++) {
        Value folder = list_item_peek(path, i);
        char *full = NULL;
        if (value_is_str(folder) && asprintf(&full, "%s/%s", str_bytes(folder), slash ? slash + 1 : filename) >= 0)
            file = fopen(full, "r");
        free(full);
    }
    release(rt, path);
    return file;
}

/* Line NUMBER without its end (malloc), or NULL. */
static char *read_line(FILE *file, int32_t number)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size = -1;
    for (int32_t i = 0; i < number; i++)
        if ((size = getline(&line, &capacity, file)) < 0)
            break;
    if (size < 0) {
        free(line);
        return NULL;
    }
    while (size && (line[size - 1] == '\n' || line[size - 1] == '\r'))
        line[--size] = 0;
    return line;
}

/* The name behind "coding:" in a remark on one of the first two lines. */
static bool find_cookie(FILE *file, char *name, size_t size)
{
    char line[256];
    rewind(file);
    for (int i = 0; i < 2 && fgets(line, sizeof line, file); i++) {
        const char *p = line + strspn(line, " \t\f");
        p = *p == '#' ? strstr(p, "coding") : NULL;
        if (!p || (p[6] != ':' && p[6] != '='))
            continue;
        p += 7 + strspn(p + 7, " \t");
        size_t length = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
        if (!length || length >= size)
            return false;
        memcpy(name, p, length);
        name[length] = 0;
        return true;
    }
    return false;
}

/* LINE in UTF-8, whatever the file's encoding is. */
static char *recode_steal(Runtime *rt, FILE *file, char *line)
{
    char name[64];
    bool plain = true;
    for (const char *p = line; *p && plain; p++)
        plain = !(*p & 0x80);
    if (plain)
        return line;
    bool found = find_cookie(file, name, sizeof name);
    Value text = bytes_decode(rt, line, strlen(line), found ? name : "utf-8", "replace");
    char *copy = text ? strdup(str_bytes(text)) : NULL;
    error_clear(rt);
    release(rt, text);
    if (!copy)
        return line;
    free(line);
    return copy;
}

static char *source_line(Runtime *rt, const char *filename, int32_t number)
{
    if (filename[0] == '<' && filename[strlen(filename) - 1] == '>')
        return NULL;
    if (!rt->modules || dict_count(rt->modules) == 0)   /* as CPython at the end, which cannot import io */
        return NULL;
    FILE *file = fopen(filename, "r");
    if (!file)
        file = open_in_path(rt, filename);
    if (!file)
        return NULL;
    char *line = read_line(file, number);
    if (line)
        line = recode_steal(rt, file, line);
    fclose(file);
    return line;
}

void source_line_write(Runtime *rt, Borrowed filename, int32_t number)
{
    char *line = source_line(rt, str_bytes(filename), number);
    const char *start = line;
    while (start && is_blank(*start))
        start++;
    Value text = line ? format_message(rt, "  %s\n", start) : NULL;
    if (text)
        error_write(rt, str_bytes(text), str_size(text));
    error_clear(rt);
    release(rt, text);
    free(line);
}

/* -- carets; columns in characters */

static int32_t characters(const char *bytes, int32_t size)
{
    int32_t count = 0;
    for (int32_t i = 0; i < size && bytes[i]; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

typedef struct Carets { int32_t start, end, left, right; bool split; } Carets;

static bool find_carets(Runtime *rt, const char *line, const Position *p, Carets *c)
{
    int32_t size = (int32_t)strlen(line), end = p->end_column;
    if (p->line != p->end_line) {
        end = size;
        while (end && is_blank(line[end - 1]))
            end--;
    }
    if (p->column > size || end > size || p->column >= end)
        return false;
    *c = (Carets){ .start = characters(line, p->column), .end = characters(line, end) };
    int32_t left, right;
    if (p->line == p->end_line) {
        char *segment = strndup(line + p->column, (size_t)(end - p->column));
        if (segment && expression_anchors(&rt->gc.heap, segment, strlen(segment), &left, &right)) {
            c->left = c->start + characters(segment, left);
            c->right = c->start + characters(segment, right);
            c->split = true;
        }
        free(segment);
    }
    return true;
}

static void write_carets(Printer *p, const char *line, const Carets *c)
{
    int32_t indent = 0;
    while (is_blank(line[indent]))
        indent++;
    if (c->end - c->start == characters(line, INT32_MAX) - indent && !c->split)
        return;
    printer_margin(p);
    builder_repeat(&p->text, ' ', INDENT);
    for (int32_t i = indent; i < c->end; i++) {
        bool inside = c->split && i >= c->left && i < c->right;
        builder_code_point(&p->text, i < c->start ? ' ' : c->split && !inside ? '~' : '^');
    }
    builder_text(&p->text, "\n");
}

static void write_source(Printer *p, const Code *code, const Traceback *t)
{
    char *line = source_line(p->text.rt, str_bytes(code->filename), t->line);
    if (!line)
        return;
    const char *start = line;
    while (is_blank(*start))
        start++;
    printer_margin(p);
    builder_repeat(&p->text, ' ', INDENT);
    builder_text(&p->text, start);
    builder_text(&p->text, "\n");
    const Position *position = code_position(code, t->pc);
    Carets carets;
    if (position && position->line == t->line && position->column >= 0 && position->end_column >= 0 &&
        find_carets(p->text.rt, line, position, &carets))
        write_carets(p, line, &carets);
    free(line);
}

/* -- frames */

static const Code *code_of(const Traceback *t) { return ((FrameObject *)t->frame)->frame->code; }

static bool same_place(const Traceback *a, const Traceback *b)
{
    return a && a->line == b->line && str_equal(code_of(a)->filename, code_of(b)->filename) &&
           str_equal(code_of(a)->name, code_of(b)->name);
}

static void write_repeats(Printer *p, int64_t count)
{
    if (count <= REPEATS_SHOWN)
        return;
    count -= REPEATS_SHOWN;
    printer_margin(p);
    printer_format(p, "  [Previous line repeated %zd more time%s]\n", count, count == 1 ? "" : "s");
}

static int64_t traceback_limit(Runtime *rt)
{
    Value limit = rt->sys_dict ? dict_get_text_peek(rt, rt->sys_dict, "tracebacklimit") : NULL;
    return limit && value_is_small_int(limit) ? small_int(limit) : DEFAULT_LIMIT;
}

void traceback_write(Printer *p, Borrowed traceback, const char *header, const char *header_margin)
{
    int64_t limit = traceback_limit(p->text.rt), depth = 0, repeats = 0;
    Traceback *first = (Traceback *)traceback;
    if (limit <= 0)
        return;
    for (Traceback *t = first; t; t = (Traceback *)t->next)
        depth++;
    for (; depth > limit; depth--)
        first = (Traceback *)first->next;
    printer_margin_as(p, header_margin);
    builder_text(&p->text, header);
    const Traceback *last = NULL;
    for (Traceback *t = first; t; last = t, t = (Traceback *)t->next) {
        if (!same_place(last, t)) {
            write_repeats(p, repeats);
            repeats = 0;
        }
        if (++repeats > REPEATS_SHOWN)
            continue;
        const Code *code = code_of(t);
        printer_margin(p);
        printer_format(p, "  File \"%U\", line %d, in %U\n", code->filename, t->line, code->name);
        write_source(p, code, t);
    }
    write_repeats(p, repeats);
}
