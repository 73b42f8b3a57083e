/* str.format and str.format_map. */
#include "types/str_format.h"

#include "types/int.h"
#include "types/tuple.h"
#include "types/unicode.h"

static int value_error(Runtime *rt, const char *message)
{
    raise(rt, rt->ValueError, "%s", message);
    return -1;
}

/* -- pieces of a format string */

/* The end of the literal part; a doubled brace ends it too, its first half included. */
static int parse_literal(Runtime *rt, FormatParser *p, FormatPiece *piece, bool *field)
{
    const char *bytes = str_bytes(p->text);
    *field = false;
    piece->literal = piece->literal_end = p->at;
    while (p->at < p->end && bytes[p->at] != '{' && bytes[p->at] != '}')
        p->at++;
    piece->literal_end = p->at;
    if (p->at == p->end)
        return 1;
    char brace = bytes[p->at++];
    bool doubled = p->at < p->end && bytes[p->at] == brace;
    if (brace == '}' && !doubled)
        return value_error(rt, "Single '}' encountered in format string");
    if (brace == '{' && p->at == p->end)
        return value_error(rt, "Single '{' encountered in format string");
    if (doubled) {
        piece->literal_end++;
        p->at++;
    }
    *field = !doubled;
    return 1;
}

/* Up to '}', ':' or '!' outside of brackets. */
static int parse_name(Runtime *rt, FormatParser *p, FormatPiece *piece)
{
    const char *bytes = str_bytes(p->text);
    bool bracket = false;
    piece->name = p->at;
    for (; p->at < p->end; p->at++) {
        char c = bytes[p->at];
        if (bracket)
            bracket = c != ']';
        else if (c == '{')
            return value_error(rt, "unexpected '{' in field name");
        else if (c == '}' || c == ':' || c == '!')
            break;
        else
            bracket = c == '[';
    }
    piece->name_end = p->at;
    if (p->at == p->end)
        return value_error(rt, "expected '}' before end of string");
    return 1;
}

/* 1 when the field ends behind the conversion, 2 when a specification follows. */
static int parse_conversion(Runtime *rt, FormatParser *p, FormatPiece *piece)
{
    const char *bytes = str_bytes(p->text);
    if (p->at >= p->end)
        return value_error(rt, "end of string while looking for conversion specifier");
    piece->conversion = utf8_next(bytes, &p->at);
    if (p->at >= p->end)
        return 2;
    char c = bytes[p->at++];
    if (c == '}')
        return 1;
    return c == ':' ? 2 : value_error(rt, "expected ':' after conversion specifier");
}

static int parse_specification(Runtime *rt, FormatParser *p, FormatPiece *piece)
{
    const char *bytes = str_bytes(p->text);
    int depth = 1;
    piece->spec = p->at;
    for (; p->at < p->end; p->at++) {
        if (bytes[p->at] == '{') {
            piece->nested = true;
            depth++;
        } else if (bytes[p->at] == '}' && --depth == 0) {
            piece->spec_end = p->at++;
            return 1;
        }
    }
    return value_error(rt, "unmatched '{' in format spec");
}

int format_next(Runtime *rt, FormatParser *p, FormatPiece *piece)
{
    bool field;
    *piece = (FormatPiece){ 0 };
    if (p->at >= p->end)
        return 0;
    if (parse_literal(rt, p, piece, &field) < 0)
        return -1;
    if (!field)
        return 1;
    piece->has_field = true;
    if (parse_name(rt, p, piece) < 0)
        return -1;
    char c = str_bytes(p->text)[p->at++];
    if (c == '}')
        return 1;
    int next = c == '!' ? parse_conversion(rt, p, piece) : 2;
    return next == 2 ? parse_specification(rt, p, piece) : next;
}

/* -- field names */

/* A number made of decimal digits only: *OUT, else -1. */
static bool parse_index(Runtime *rt, const char *bytes, size_t size, int64_t *out)
{
    int64_t number = 0;
    *out = -1;
    if (!size)
        return true;
    for (size_t at = 0; at < size;) {
        int digit = unicode_decimal(utf8_next(bytes, &at));
        if (digit < 0)
            return true;
        if (number > (INT64_MAX - digit) / 10)
            return raise(rt, rt->ValueError, "Too many decimal digits in format string");
        number = number * 10 + digit;
    }
    *out = number;
    return true;
}

bool field_name_open(Runtime *rt, FieldName *name, Borrowed text, size_t from, size_t to)
{
    const char *bytes = str_bytes(text);
    size_t at = from;
    while (at < to && bytes[at] != '.' && bytes[at] != '[')
        at++;
    *name = (FieldName){ .text = text, .first_end = at, .at = at, .end = to };
    return parse_index(rt, bytes + from, at - from, &name->index);
}

static int bracket_step(Runtime *rt, FieldName *name, FieldStep *step)
{
    const char *bytes = str_bytes(name->text);
    const char *close = memchr(bytes + step->from, ']', name->end - step->from);
    if (!close)
        return value_error(rt, "Missing ']' in format string");
    step->to = (size_t)(close - bytes);
    name->at = step->to + 1;
    return parse_index(rt, bytes + step->from, step->to - step->from, &step->index) ? 1 : -1;
}

int field_name_next(Runtime *rt, FieldName *name, FieldStep *step)
{
    const char *bytes = str_bytes(name->text);
    if (name->at >= name->end)
        return 0;
    char c = bytes[name->at];
    *step = (FieldStep){ .attribute = c == '.', .from = name->at + 1, .index = -1 };
    if (c != '.' && c != '[')
        return value_error(rt, "Only '.' or '[' may follow ']' in format field specifier");
    if (c == '[') {
        if (bracket_step(rt, name, step) < 0)
            return -1;
    } else {
        size_t at = step->from;
        while (at < name->end && bytes[at] != '.' && bytes[at] != '[')
            at++;
        step->to = name->at = at;
    }
    return step->from == step->to ? value_error(rt, "Empty attribute in format string") : 1;
}

/* -- formatting */

typedef struct Formatter {
    StrBuilder out;
    const Value *args;          /* positional, then those of KEYWORDS; NULL for format_map */
    size_t count;
    Borrowed keywords;          /* tuple of names or NULL */
    Borrowed mapping;           /* for format_map, or NULL */
    enum { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } numbering;
    int64_t next;
} Formatter;

static bool number_field(Formatter *f, FieldName *name, bool empty)
{
    Runtime *rt = f->out.rt;
    if (!empty && name->index < 0)
        return true;
    int wanted = empty ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    if (f->numbering == NUMBERING_OPEN)
        f->numbering = wanted;
    if ((int)f->numbering != wanted)
        return raise(rt, rt->ValueError, empty
            ? "cannot switch from manual field specification to automatic field numbering"
            : "cannot switch from automatic field numbering to manual field specification");
    if (empty)
        name->index = f->next++;
    return true;
}

static Owned keyword_value(Formatter *f, Borrowed key)
{
    Runtime *rt = f->out.rt;
    if (f->mapping)
        return get_item(rt, f->mapping, key);
    int64_t keywords = f->keywords ? tuple_count(f->keywords) : 0;
    for (int64_t i = 0; i < keywords; i++)
        if (str_equal(tuple_item_peek(f->keywords, i), key))
            return retain(f->args[f->count + (size_t)i]);
    return raise_key_error(rt, key);
}

static Owned first_value(Formatter *f, FieldName *name, size_t from)
{
    Runtime *rt = f->out.rt;
    if (!number_field(f, name, name->first_end == from))
        return NULL;
    if (name->index < 0) {
        Value key = str_substring(rt, name->text, from, name->first_end);
        if (!key)
            return NULL;
        Value v = keyword_value(f, key);
        release(rt, key);
        return v;
    }
    if (!f->args)
        return raise(rt, rt->ValueError, "Format string contains positional fields");
    if ((uint64_t)name->index >= f->count)
        return raise(rt, rt->IndexError, "Replacement index %zd out of range for positional args tuple", name->index);
    return retain(f->args[name->index]);
}

static Owned follow_step(Runtime *rt, Borrowed v, Borrowed text, const FieldStep *step)
{
    if (!step->attribute && step->index >= 0) {
        Value index = int_from_int64(rt, step->index);
        Value item = index ? get_item(rt, v, index) : NULL;
        release(rt, index);
        return item;
    }
    Value key = str_substring(rt, text, step->from, step->to);
    if (key && step->attribute)
        key = str_intern_steal(rt, key);
    if (!key)
        return NULL;
    Value result = step->attribute ? get_attribute(rt, v, key) : get_item(rt, v, key);
    release(rt, key);
    return result;
}

static Owned field_value(Formatter *f, Borrowed text, const FormatPiece *piece)
{
    Runtime *rt = f->out.rt;
    FieldName name;
    FieldStep step;
    int more;
    if (!field_name_open(rt, &name, text, piece->name, piece->name_end))
        return NULL;
    Value v = first_value(f, &name, piece->name);
    while (v && (more = field_name_next(rt, &name, &step)))
        value_replace(rt, &v, more < 0 ? NULL : follow_step(rt, v, text, &step));
    return v;
}

static Owned convert_value(Runtime *rt, Borrowed v, uint32_t conversion)
{
    switch (conversion) {
    case 'r': return value_repr(rt, v);
    case 's': return value_str(rt, v);
    case 'a': return value_ascii(rt, v);
    }
    if (conversion > 32 && conversion < 127)
        return raise(rt, rt->ValueError, "Unknown conversion specifier %c", (int)conversion);
    return raise(rt, rt->ValueError, "Unknown conversion specifier \\x%x", conversion);
}

static bool format_text(Formatter *f, Borrowed text, size_t from, size_t to, int depth);

/* The specification as a str, its own fields filled in. */
static Owned expanded_specification(Formatter *f, Borrowed text, const FormatPiece *piece, int depth)
{
    Runtime *rt = f->out.rt;
    if (!piece->nested)
        return str_substring(rt, text, piece->spec, piece->spec_end);
    StrBuilder outer = f->out;
    builder_open(&f->out, rt);
    bool ok = format_text(f, text, piece->spec, piece->spec_end, depth - 1);
    f->out.failed |= !ok;
    Value specification = builder_finish(&f->out);
    f->out = outer;
    return specification;
}

static bool write_formatted(StrBuilder *out, Borrowed v, Borrowed specification)
{
    Runtime *rt = out->rt;
    if (object_is_exactly(v, rt->str_type) && !str_size(specification))
        return builder_str(out, v);
    Value text = value_format(rt, v, specification);
    if (!text)
        return false;
    bool ok = builder_str(out, text);
    release(rt, text);
    return ok;
}

static bool format_field(Formatter *f, Borrowed text, const FormatPiece *piece, int depth)
{
    Runtime *rt = f->out.rt;
    Value v = field_value(f, text, piece), specification = NULL;
    if (v && piece->conversion)
        value_replace(rt, &v, convert_value(rt, v, piece->conversion));
    bool ok = v && (specification = expanded_specification(f, text, piece, depth))
        && write_formatted(&f->out, v, specification);
    release(rt, v);
    release(rt, specification);
    return ok;
}

static bool format_text(Formatter *f, Borrowed text, size_t from, size_t to, int depth)
{
    Runtime *rt = f->out.rt;
    FormatParser parser = { text, from, to };
    FormatPiece piece;
    int more;
    if (depth < 0)
        return raise(rt, rt->ValueError, "Max string recursion exceeded");
    while ((more = format_next(rt, &parser, &piece)) > 0) {
        builder_write(&f->out, str_bytes(text) + piece.literal, piece.literal_end - piece.literal);
        if (f->out.failed || (piece.has_field && !format_field(f, text, &piece, depth)))
            return false;
    }
    return more == 0;
}

static Owned format_whole(Formatter *f, Borrowed text)
{
    f->out.failed |= !format_text(f, text, 0, str_size(text), 1);
    return builder_finish(&f->out);
}

static void formatter_open(Formatter *f, Runtime *rt)
{
    builder_open(&f->out, rt);
    f->args = NULL;
    f->count = 0;
    f->keywords = f->mapping = NULL;
    f->numbering = NUMBERING_OPEN;
    f->next = 0;
}

Owned str_format_method(CALL_PARAMETERS)
{
    Formatter f;
    Value none[1] = { NULL };
    formatter_open(&f, rt);
    f.args = args ? args : none;
    f.count = count;
    f.keywords = keywords;
    return format_whole(&f, self);
}

Owned str_format_map_method(Runtime *rt, Borrowed self, const Value *args)
{
    Formatter f;
    formatter_open(&f, rt);
    f.mapping = args[0];
    return format_whole(&f, self);
}
