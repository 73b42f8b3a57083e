/* _csv.writer: lines from rows. */
#include "modules/csv_parts.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str_internal.h"
#include "types/values_object.h"

typedef struct Writer {
    Object head;
    Value write, dialect, module;       /* a method; CsvDialect; _csv */
} Writer;

typedef struct Line {
    StrBuilder b;
    const CsvDialect *dialect;
    Type *error;
    int64_t fields;
} Line;

static bool in_terminator(const CsvDialect *d, uint32_t c)
{
    const char *bytes = str_bytes(d->line_terminator);
    for (size_t at = 0; at < str_size(d->line_terminator);)
        if (utf8_next(bytes, &at) == c)
            return true;
    return false;
}

static bool has_meaning(const CsvDialect *d, uint32_t c)
{
    return c == d->delimiter || c == d->escape || c == d->quote || in_terminator(d, c);
}

/* What stands in front of a character with a meaning; *QUOTED when it asks for quotes. */
static bool protect(Line *line, uint32_t c, bool *quoted)
{
    const CsvDialect *d = line->dialect;
    bool escape = d->quoting == QUOTE_NONE || c == d->escape || (c == d->quote && !d->double_quote);
    if (!escape) {
        *quoted = true;
        return c != d->quote || builder_code_point(&line->b, c);
    }
    if (d->escape == NO_CHARACTER)
        return raise(line->b.rt, line->error, "need to escape, but no escapechar set");
    return builder_code_point(&line->b, d->escape);
}

static bool write_text(Line *line, const char *bytes, size_t size, bool *quoted)
{
    for (size_t at = 0; at < size;) {
        uint32_t c = utf8_next(bytes, &at);
        if (has_meaning(line->dialect, c) && !protect(line, c, quoted))
            return false;
        if (!builder_code_point(&line->b, c))
            return false;
    }
    return true;
}

/* Quotes around what begins at START. */
static bool put_quotes(Line *line, size_t start)
{
    char quote[4];
    size_t size = utf8_encode(line->dialect->quote, quote);
    if (!builder_write(&line->b, quote, size) || !builder_write(&line->b, quote, size))
        return false;
    memmove(line->b.bytes + start + size, line->b.bytes + start, line->b.size - start - 2 * size);
    memcpy(line->b.bytes + start, quote, size);
    return true;
}

static bool write_field(Line *line, const char *bytes, size_t size, bool quoted)
{
    if (line->fields++ && !builder_code_point(&line->b, line->dialect->delimiter))
        return false;
    size_t start = line->b.size;
    return write_text(line, bytes, size, &quoted) && (!quoted || put_quotes(line, start));
}

static bool is_number(Runtime *rt, Borrowed v)
{
    const Slots *slots = value_type(rt, v)->slots;
    return value_is_int(v) || value_is_float(v) || object_has_type_flag(v, TYPE_IS_COMPLEX) || slots->to_int || slots->to_float || slots->index;
}

static bool write_value(Line *line, Borrowed v)
{
    Runtime *rt = line->b.rt;
    int quoting = line->dialect->quoting;
    bool quoted = quoting == QUOTE_ALL || (quoting == QUOTE_NONNUMERIC && !is_number(rt, v));
    if (v == NONE)
        return write_field(line, "", 0, quoted);
    Value text = value_is_str(v) ? retain(v) : value_str(rt, v);
    bool done = text && write_field(line, str_bytes(text), str_size(text), quoted);
    release(rt, text);
    return done;
}

static bool end_line(Line *line)
{
    if (line->fields && !line->b.size) {
        if (line->dialect->quoting == QUOTE_NONE)
            return raise(line->b.rt, line->error, "single empty field record must be quoted");
        line->fields--;
        if (!write_field(line, "", 0, true))
            return false;
    }
    return builder_str(&line->b, line->dialect->line_terminator);
}

static bool write_row(Line *line, Borrowed iterator)
{
    Value v;
    while ((v = iter_next(line->b.rt, iterator))) {
        bool done = write_value(line, v);
        release(line->b.rt, v);
        if (!done)
            return false;
    }
    return !error_pending(line->b.rt) && end_line(line);
}

static Owned row_iterator(Runtime *rt, Type *error, Borrowed row)
{
    Value iterator = get_iter(rt, row);
    if (!iterator && error_matches(rt, rt->TypeError)) {
        error_clear(rt);
        raise(rt, error, "iterable expected, not %.200T", row);
    }
    return iterator;
}

static Owned write_one(Runtime *rt, Writer *w, Borrowed row)
{
    Line line = { .dialect = (CsvDialect *)w->dialect, .error = (Type *)csv_state(w->module)->error };
    Value iterator = row_iterator(rt, line.error, row), result = NULL, text = NULL;
    if (!iterator)
        return NULL;
    builder_open(&line.b, rt);
    bool done = write_row(&line, iterator);
    release(rt, iterator);
    if (done)
        text = builder_finish(&line.b);
    else
        builder_close(&line.b);
    if (text)
        result = call_one(rt, w->write, text);
    release(rt, text);
    return result;
}

static Owned writer_writerow(Runtime *rt, Borrowed self, const Value *args) { return write_one(rt, (Writer *)self, args[0]); }

static Owned writer_writerows(Runtime *rt, Borrowed self, const Value *args)
{
    Value rows = get_iter(rt, args[0]), row;
    if (!rows)
        return NULL;
    while ((row = iter_next(rt, rows))) {
        Value done = write_one(rt, (Writer *)self, row);
        release(rt, row);
        release(rt, done);
        if (!done)
            break;
    }
    release(rt, rows);
    return error_pending(rt) ? NULL : NONE;
}

Owned csv_writer(CALL_PARAMETERS)
{
    if (count < 1)
        return raise(rt, rt->TypeError, " expected at least 1 argument, got 0");
    Value dialect = csv_dialect(rt, self, args + 1, count - 1, keywords);
    Value write = dialect ? get_attribute_or_null(rt, args[0], rt->names.write) : NULL;
    if (dialect && !error_pending(rt) && (!write || !is_callable(rt, write)))
        raise(rt, rt->TypeError, "argument 1 must have a \"write\" method");
    Writer *w = error_pending(rt) ? NULL : instance_make(rt, csv_state(self)->writer);
    if (!w) {
        release(rt, dialect);
        release(rt, write);
        return NULL;
    }
    w->write = write;
    w->dialect = dialect;
    w->module = retain(self);
    return object_tracked(rt, w);
}

static const MethodDef methods[] = {
    METHOD("writerow", writer_writerow, "(row, /)",
           "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string."),
    METHOD("writerows", writer_writerows, "(rows, /)",
           "writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  Non-string\nelements will be converted to string."),
    { 0 },
};

static const MemberDef members[] = { { .name = "dialect", .kind = MEMBER_VALUE, .offset = offsetof(Writer, dialect) }, { 0 } };

const TypeDef csv_writer_def = {
    .name = "_csv.writer",
    .doc = "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    .size = sizeof(Writer),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(3),
    .methods = methods,
    .members = members,
};
