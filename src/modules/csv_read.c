/* _csv.reader: rows from lines.
 *
 * A field grows in `field`; runs of bytes that mean nothing are taken in one piece. */
#include "modules/csv_parts.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/list.h"
#include "types/str_internal.h"
#include "types/instance.h"
#include "types/values_object.h"

typedef enum {
    START_RECORD, START_FIELD, ESCAPED, IN_FIELD, IN_QUOTES, ESCAPED_IN_QUOTES, QUOTE_IN_QUOTES, EAT_NEWLINE, AFTER_ESCAPED_NEWLINE
} ReadState;

enum { END = 0xfffffffe };      /* of the line */

typedef struct Reader {
    Object head;
    Value lines, dialect, module, fields;       /* iterator, CsvDialect, _csv, list of the row so far or NULL */
    StrBuilder field;
    ReadState state;
    bool numeric;               /* the field is not quoted and shall be a float */
    int64_t line_count;
    bool special[256];          /* bytes that may begin a character with a meaning */
} Reader;

static const CsvDialect *dialect_of(const Reader *r) { return (const CsvDialect *)r->dialect; }
static Type *error_of(const Reader *r) { return (Type *)csv_state(r->module)->error; }

static void reader_clear(Gc *gc, Object *self)
{
    Reader *r = (Reader *)self;
    Runtime *rt = runtime_of(gc);
    value_clear(rt, &r->lines);
    value_clear(rt, &r->fields);
}

static void reader_free(Gc *gc, Object *self)
{
    Reader *r = (Reader *)self;
    builder_close(&r->field);
    values_free_4(gc, self);
}

static void reader_buffers(const Object *self, BufferVisit visit, void *argument) { VISIT_BUFFER(builder_block(&((const Reader *)self)->field)); }

/* -- fields */

static int64_t code_points(const char *bytes, size_t size)
{
    int64_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

static bool add_bytes(Runtime *rt, Reader *r, const char *bytes, size_t size)
{
    int64_t limit = csv_state(r->module)->field_limit;
    if ((int64_t)(r->field.size + size) > limit && code_points(r->field.bytes, r->field.size) + code_points(bytes, size) > limit)
        return raise(rt, error_of(r), "field larger than field limit (%zd)", limit);
    return builder_write(&r->field, bytes, size);
}

static bool add(Runtime *rt, Reader *r, uint32_t c)
{
    char bytes[4];
    return add_bytes(rt, r, bytes, utf8_encode(c, bytes));
}

static bool save(Runtime *rt, Reader *r)
{
    Value text = str_from_bytes(rt, r->field.bytes ? r->field.bytes : "", r->field.size);
    r->field.size = 0;
    if (text && r->numeric) {
        Value number = call_one(rt, type_value(rt->float_type), text);
        value_replace(rt, &text, number);
    }
    r->numeric = false;
    return text && list_append_steal(rt, r->fields, text);
}

static bool is_newline(uint32_t c) { return c == '\n' || c == '\r' || c == END; }

static bool save_and_end(Runtime *rt, Reader *r, uint32_t c)
{
    r->state = c == END ? START_RECORD : EAT_NEWLINE;
    return save(rt, r);
}

static bool begin_field(Runtime *rt, Reader *r, uint32_t c)
{
    const CsvDialect *d = dialect_of(r);
    if (is_newline(c))
        return save_and_end(rt, r, c);
    if (c == d->quote && d->quoting != QUOTE_NONE)
        r->state = IN_QUOTES;
    else if (c == d->escape)
        r->state = ESCAPED;
    else if (c == ' ' && d->skip_space)
        r->state = START_FIELD;
    else if (c == d->delimiter) {
        r->state = START_FIELD;
        return save(rt, r);
    } else {
        r->numeric = d->quoting == QUOTE_NONNUMERIC;
        r->state = IN_FIELD;
        return add(rt, r, c);
    }
    return true;
}

static bool go_on(Runtime *rt, Reader *r, uint32_t c)
{
    const CsvDialect *d = dialect_of(r);
    r->state = IN_FIELD;
    if (is_newline(c))
        return save_and_end(rt, r, c);
    if (c == d->escape) {
        r->state = ESCAPED;
        return true;
    }
    if (c != d->delimiter)
        return add(rt, r, c);
    r->state = START_FIELD;
    return save(rt, r);
}

static bool in_quotes(Runtime *rt, Reader *r, uint32_t c)
{
    const CsvDialect *d = dialect_of(r);
    if (c == END)
        return true;
    if (c == d->escape)
        r->state = ESCAPED_IN_QUOTES;
    else if (c == d->quote && d->quoting != QUOTE_NONE)
        r->state = d->double_quote ? QUOTE_IN_QUOTES : IN_FIELD;
    else
        return add(rt, r, c);
    return true;
}

/* Behind a quote inside quotes: was it the end, or the first of two? */
static bool behind_quote(Runtime *rt, Reader *r, uint32_t c)
{
    const CsvDialect *d = dialect_of(r);
    if (c == d->quote && d->quoting != QUOTE_NONE) {
        r->state = IN_QUOTES;
        return add(rt, r, c);
    }
    if (c == d->delimiter) {
        r->state = START_FIELD;
        return save(rt, r);
    }
    if (is_newline(c))
        return save_and_end(rt, r, c);
    if (d->strict)
        return raise(rt, error_of(r), "'%c' expected after '%c'", d->delimiter, d->quote);
    r->state = IN_FIELD;
    return add(rt, r, c);
}

static bool eat_newline(Runtime *rt, Reader *r, uint32_t c)
{
    if (c == END)
        r->state = START_RECORD;
    return is_newline(c) || raise(rt, error_of(r), "new-line character seen in unquoted field - "
                                  "do you need to open the file in universal-newline mode?");
}

static bool take(Runtime *rt, Reader *r, uint32_t c)
{
    switch (r->state) {
    case START_RECORD:
        if (c == END)
            return true;
        if (is_newline(c)) {
            r->state = EAT_NEWLINE;
            return true;
        }
        return begin_field(rt, r, c);
    case START_FIELD: return begin_field(rt, r, c);
    case ESCAPED:
        r->state = c == '\n' || c == '\r' ? AFTER_ESCAPED_NEWLINE : IN_FIELD;
        return add(rt, r, c == END ? '\n' : c);
    case AFTER_ESCAPED_NEWLINE: return c == END || go_on(rt, r, c);
    case IN_FIELD: return go_on(rt, r, c);
    case IN_QUOTES: return in_quotes(rt, r, c);
    case ESCAPED_IN_QUOTES:
        r->state = IN_QUOTES;
        return add(rt, r, c == END ? '\n' : c);
    case QUOTE_IN_QUOTES: return behind_quote(rt, r, c);
    case EAT_NEWLINE: return eat_newline(rt, r, c);
    }
    return true;
}

static bool take_line(Runtime *rt, Reader *r, Borrowed line)
{
    const char *bytes = str_bytes(line);
    size_t size = str_size(line), at = 0;
    while (at < size) {
        size_t from = at;
        if (r->state == IN_FIELD || r->state == IN_QUOTES) {
            while (at < size && !r->special[(unsigned char)bytes[at]])
                at++;
            if (at > from && !add_bytes(rt, r, bytes + from, at - from))
                return false;
            if (at == size)
                break;
        }
        if (!take(rt, r, utf8_next(bytes, &at)))
            return false;
    }
    return take(rt, r, END);
}

/* -- rows */

/* The next line; NULL without an exception: there is none. */
static Owned next_line(Runtime *rt, Reader *r)
{
    Value lines = retain(r->lines), line = lines ? iter_next(rt, lines) : NULL;
    release(rt, lines);
    if (!line || value_is_str(line))
        return line;
    raise(rt, error_of(r), "iterator should return strings, not %.200T (the file should be opened in text mode)", line);
    release(rt, line);
    return NULL;
}

/* The lines are at an end: *MORE when a row was cut off that counts nevertheless. */
static bool at_end(Runtime *rt, Reader *r, bool *more)
{
    *more = r->field.size || r->state == IN_QUOTES;
    if (!*more)
        return true;
    if (dialect_of(r)->strict)
        return raise(rt, error_of(r), "unexpected end of data");
    return save(rt, r);
}

static bool begin_row(Runtime *rt, Reader *r)
{
    Value fields = list_new(rt, 0);
    if (!fields)
        return false;
    value_replace(rt, &r->fields, fields);
    r->field.size = 0;
    r->field.rt = rt;
    r->state = START_RECORD;
    r->numeric = false;
    return true;
}

static Owned reader_next(Runtime *rt, Borrowed self)
{
    Reader *r = (Reader *)self;
    if (!begin_row(rt, r))
        return NULL;
    do {
        bool more;
        Value line = next_line(rt, r);
        if (!line && (error_pending(rt) || !at_end(rt, r, &more) || !more))
            return NULL;
        if (!line)
            break;
        r->line_count++;
        bool done = r->fields && take_line(rt, r, line);
        release(rt, line);
        if (!done)
            return NULL;
    } while (r->state != START_RECORD);
    Value fields = r->fields;
    r->fields = NULL;
    return fields;
}

/* -- the type */

static void mark_special(Reader *r)
{
    const CsvDialect *d = dialect_of(r);
    uint32_t marks[] = { '\n', '\r', d->delimiter, d->quote, d->escape };
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (marks[i] < 128)
            r->special[marks[i]] = true;
        else if (marks[i] != NO_CHARACTER)
            memset(r->special + 128, true, 128);
    }
}

Owned csv_reader(CALL_PARAMETERS)
{
    if (count < 1)
        return raise(rt, rt->TypeError, " expected at least 1 argument, got 0");
    Value lines = get_iter(rt, args[0]), dialect = lines ? csv_dialect(rt, self, args + 1, count - 1, keywords) : NULL;
    Reader *r = dialect ? instance_make(rt, csv_state(self)->reader) : NULL;
    if (!r) {
        release(rt, lines);
        release(rt, dialect);
        return NULL;
    }
    r->lines = lines;
    r->dialect = dialect;
    r->module = retain(self);
    builder_open(&r->field, rt);
    mark_special(r);
    return object_tracked(rt, r);
}

static Owned reader_iter(Runtime *rt unused, Borrowed self) { return retain(self); }

static const MemberDef members[] = {
    { .name = "dialect", .kind = MEMBER_VALUE, .offset = offsetof(Reader, dialect) },
    { .name = "line_num", .kind = MEMBER_INT64, .offset = offsetof(Reader, line_count) },
    { 0 },
};

const TypeDef csv_reader_def = {
    .name = "_csv.reader",
    .doc = "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    .size = sizeof(Reader),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = values_traverse_4,
    .clear = reader_clear,
    .buffers = reader_buffers,
    .free = reader_free,
    .slots = { .iter = reader_iter, .next = reader_next },
    .members = members,
};
