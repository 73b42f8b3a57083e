/* _json.make_scanner: JSON text to values.
 *
 * Positions are byte offsets inside; what the caller sees counts code points.  Keys seen
 * before in the same text are one str. */
#include "modules/json_parts.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/float_text.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"
#include "types/values_object.h"

enum { KEYS = 128 };

typedef struct Scanner {
    Object head;
    Value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;       /* hooks: NULL for None */
    bool strict;
} Scanner;

typedef struct Scan {
    Runtime *rt;
    const Scanner *scanner;
    Value text;                 /* str */
    const char *bytes;
    size_t size;
    Value keys[KEYS];           /* str or NULL, found by their first bytes */
} Scan;

static Owned scan_value(Scan *s, size_t *at);

static void *stop_at(Scan *s, size_t at)
{
    return raise_stop_iteration(s->rt, small_int_value((int64_t)json_index(s->text, at)));
}

static void skip_blanks(const Scan *s, size_t *at)
{
    while (*at < s->size && (s->bytes[*at] == ' ' || s->bytes[*at] == '\n' || s->bytes[*at] == '\t' || s->bytes[*at] == '\r'))
        ++*at;
}

static int byte_at(const Scan *s, size_t at) { return at < s->size ? (unsigned char)s->bytes[at] : -1; }
static bool digit_at(const Scan *s, size_t at) { return byte_at(s, at) >= '0' && byte_at(s, at) <= '9'; }

static bool word_at(const Scan *s, size_t at, const char *word)
{
    size_t size = strlen(word);
    return s->size - at >= size && !memcmp(s->bytes + at, word, size);
}

/* -- keys */

/* The end of the key at AT when it is plain and short; 0: take the long way. */
static size_t short_key_end(const Scan *s, size_t at)
{
    size_t limit = at + 32 < s->size ? at + 32 : s->size;
    for (size_t i = at; i < limit; i++) {
        unsigned char c = (unsigned char)s->bytes[i];
        if (c == '"')
            return i;
        if (c < ' ' || c == '\\')
            return 0;
    }
    return 0;
}

static Owned scan_key(Scan *s, size_t *at)
{
    size_t end = short_key_end(s, *at), size = end - *at;
    if (!end)
        return json_scan_str(s->rt, s->text, at, s->scanner->strict);
    const char *bytes = s->bytes + *at;
    uint32_t hash = (uint32_t)size;
    for (size_t i = 0; i < size; i++)
        hash = hash * 31 + (unsigned char)bytes[i];
    Value *slot = &s->keys[(hash ^ hash >> 7) % KEYS];
    *at = end + 1;
    if (*slot && str_size(*slot) == size && !memcmp(str_bytes(*slot), bytes, size))
        return retain(*slot);
    Value key = str_from_bytes(s->rt, bytes, size);
    if (key)
        value_replace(s->rt, slot, retain(key));
    return key;
}

/* -- containers */

/* KEY, the colon and a value; *KEY and *VALUE are owned. */
static bool scan_member(Scan *s, size_t *at, Owned *key, Owned *value)
{
    if (byte_at(s, *at) != '"')
        return json_raise(s->rt, "Expecting property name enclosed in double quotes", s->text, *at);
    ++*at;
    *value = NULL;
    if (!(*key = scan_key(s, at)))
        return false;
    skip_blanks(s, at);
    if (byte_at(s, *at) == ':') {
        ++*at;
        skip_blanks(s, at);
        *value = scan_value(s, at);
    } else
        json_raise(s->rt, "Expecting ':' delimiter", s->text, *at);
    if (!*value)
        release(s->rt, *key);
    return *value;
}

static bool keep_member(Scan *s, Borrowed into, bool pairs, Owned key, Owned value)
{
    if (pairs) {
        Value items[2] = { key, value };
        Value pair = tuple_from_steal(s->rt, items, 2);
        return pair && list_append_steal(s->rt, into, pair);
    }
    bool done = dict_set(s->rt, into, key, value);
    release(s->rt, key);
    release(s->rt, value);
    return done;
}

/* Behind an item: *MORE, or the closing mark was taken. */
static bool scan_next(Scan *s, size_t *at, char closing, bool *more)
{
    skip_blanks(s, at);
    int c = byte_at(s, *at);
    *more = c == ',';
    if (c != ',' && c != closing)
        return json_raise(s->rt, "Expecting ',' delimiter", s->text, *at);
    ++*at;
    if (*more)
        skip_blanks(s, at);
    return true;
}

static bool scan_members(Scan *s, size_t *at, Borrowed into, bool pairs)
{
    bool more = true;
    skip_blanks(s, at);
    if (byte_at(s, *at) == '}') {
        ++*at;
        return true;
    }
    while (more) {
        Value key = NULL, value = NULL;
        if (!scan_member(s, at, &key, &value) || !keep_member(s, into, pairs, key, value) || !scan_next(s, at, '}', &more))
            return false;
    }
    return true;
}

static Owned scan_object(Scan *s, size_t *at)
{
    Value hook = s->scanner->object_pairs_hook ? s->scanner->object_pairs_hook : s->scanner->object_hook;
    bool pairs = s->scanner->object_pairs_hook;
    Value into = pairs ? list_new(s->rt, 0) : dict_new(s->rt);
    bool done = into && scan_members(s, at, into, pairs);
    Value result = !done ? NULL : hook ? call_one(s->rt, hook, into) : retain(into);
    release(s->rt, into);
    return result;
}

static bool scan_items(Scan *s, size_t *at, Borrowed list)
{
    bool more = true;
    skip_blanks(s, at);
    if (byte_at(s, *at) == ']') {
        ++*at;
        return true;
    }
    while (more) {
        Value item = scan_value(s, at);
        if (!item || !list_append_steal(s->rt, list, item) || !scan_next(s, at, ']', &more))
            return false;
    }
    return true;
}

static Owned scan_array(Scan *s, size_t *at)
{
    Value list = list_new(s->rt, 0);
    if (list && !scan_items(s, at, list))
        value_clear(s->rt, &list);
    return list;
}

static Owned scan_deeper(Scan *s, size_t *at, Owned (*scan)(Scan *, size_t *), const char *where)
{
    if (!recursion_enter(s->rt, where))
        return NULL;
    ++*at;
    Value result = scan(s, at);
    recursion_leave(s->rt);
    return result;
}

/* -- numbers and words */

/* The end of the number at AT, AT when there is none. */
static size_t number_end(const Scan *s, size_t at, bool *is_float)
{
    size_t start = at;
    *is_float = false;
    if (byte_at(s, at) == '-')
        at++;
    if (!digit_at(s, at))
        return start;
    if (s->bytes[at++] != '0')
        while (digit_at(s, at))
            at++;
    if (byte_at(s, at) == '.' && digit_at(s, at + 1)) {
        *is_float = true;
        for (at++; digit_at(s, at); at++) { }
    }
    if (byte_at(s, at) == 'e' || byte_at(s, at) == 'E') {
        size_t digits = at + 1 + (byte_at(s, at + 1) == '+' || byte_at(s, at + 1) == '-');
        if (digit_at(s, digits)) {
            *is_float = true;
            for (at = digits; digit_at(s, at); at++) { }
        }
    }
    return at;
}

static Owned make_int(Runtime *rt, const char *text, size_t size)
{
    bool negative = text[0] == '-';
    int64_t number = 0;
    if (size > 18)
        return int_from_text(rt, text, size, 10);
    for (size_t i = negative; i < size; i++)
        number = number * 10 + (text[i] - '0');
    return small_int_value(negative ? -number : number);
}

static Owned make_number(Scan *s, const char *text, size_t size, bool is_float)
{
    Runtime *rt = s->rt;
    Value parse = is_float ? s->scanner->parse_float : s->scanner->parse_int;
    double d;
    if (is_float && parse == type_value(rt->float_type) && float_parse(text, size, &d) == size)
        return float_value(rt, d);
    if (!is_float && parse == type_value(rt->int_type))
        return make_int(rt, text, size);
    Value argument = str_from_bytes(rt, text, size);
    Value number = argument ? call_one(rt, parse, argument) : NULL;
    release(rt, argument);
    return number;
}

static Owned make_constant(Scan *s, size_t *at, const char *word)
{
    Value name = str_intern_text(s->rt, word);
    Value result = name ? call_one(s->rt, s->scanner->parse_constant, name) : NULL;
    release(s->rt, name);
    *at += strlen(word);
    return result;
}

static Owned scan_number(Scan *s, size_t *at)
{
    bool is_float;
    if (word_at(s, *at, "-Infinity"))
        return make_constant(s, at, "-Infinity");
    size_t start = *at, end = number_end(s, start, &is_float);
    if (end == start)
        return stop_at(s, start);
    *at = end;
    return make_number(s, s->bytes + start, end - start, is_float);
}

static Owned scan_word(Scan *s, size_t *at, const char *word, Value value)
{
    if (!word_at(s, *at, word))
        return stop_at(s, *at);
    *at += strlen(word);
    return value;
}

static Owned scan_value(Scan *s, size_t *at)
{
    switch (byte_at(s, *at)) {
    case '"':
        ++*at;
        return json_scan_str(s->rt, s->text, at, s->scanner->strict);
    case '{': return scan_deeper(s, at, scan_object, " while decoding a JSON object from a unicode string");
    case '[': return scan_deeper(s, at, scan_array, " while decoding a JSON array from a unicode string");
    case 'n': return scan_word(s, at, "null", NONE);
    case 't': return scan_word(s, at, "true", TRUE);
    case 'f': return scan_word(s, at, "false", FALSE);
    case 'N': return word_at(s, *at, "NaN") ? make_constant(s, at, "NaN") : stop_at(s, *at);
    case 'I': return word_at(s, *at, "Infinity") ? make_constant(s, at, "Infinity") : stop_at(s, *at);
    case -1: return stop_at(s, *at);
    default: return scan_number(s, at);
    }
}

/* -- the type */

static Owned scan_all(Runtime *rt, Borrowed self, Borrowed text, size_t at)
{
    Scan s = { rt, (Scanner *)self, text, str_bytes(text), str_size(text), { 0 } };
    retain(self);
    retain(text);
    Value value = scan_value(&s, &at);
    for (int i = 0; i < KEYS; i++)
        release(rt, s.keys[i]);
    Value pair[2] = { value, value ? small_int_value((int64_t)json_index(text, at)) : NULL };
    release(rt, text);
    release(rt, self);
    return value ? tuple_from_steal(rt, pair, 2) : NULL;
}

static Owned scanner_call(CALL_PARAMETERS)
{
    Value bound[2];
    int64_t index;
    if (!arguments_bind(rt, "scan_once", "(string, idx)", args, count, keywords, bound) || !value_to_ssize(rt, bound[1], &index, NULL))
        return NULL;
    if (!value_is_str(bound[0]))
        return raise(rt, rt->TypeError, "first argument must be a string, not %T", bound[0]);
    if (index < 0)
        return raise(rt, rt->ValueError, "idx cannot be negative");
    if (index > (int64_t)str_length(bound[0]))
        return raise_stop_iteration(rt, small_int_value(index));
    return scan_all(rt, self, bound[0], json_offset(bound[0], (size_t)index));
}

static bool take(Runtime *rt, Borrowed context, const char *name, Value *field)
{
    *field = get_attribute_text(rt, context, name);
    return *field;
}

static bool take_hook(Runtime *rt, Borrowed context, const char *name, Value *field)
{
    if (!take(rt, context, name, field))
        return false;
    if (*field == NONE)
        *field = NULL;
    return true;
}

static bool take_strict(Runtime *rt, Borrowed context, bool *strict)
{
    Value v = get_attribute_text(rt, context, "strict");
    int truth = v ? value_truth(rt, v) : -1;
    release(rt, v);
    *strict = truth > 0;
    return truth >= 0;
}

static Owned scanner_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value context;
    if (!arguments_bind(rt, "make_scanner", "(context)", args, count, keywords, &context))
        return NULL;
    Scanner *s = instance_make(rt, type);
    if (s && take_strict(rt, context, &s->strict) && take_hook(rt, context, "object_hook", &s->object_hook) &&
        take_hook(rt, context, "object_pairs_hook", &s->object_pairs_hook) && take(rt, context, "parse_float", &s->parse_float) &&
        take(rt, context, "parse_int", &s->parse_int) && take(rt, context, "parse_constant", &s->parse_constant))
        return object_tracked(rt, s);
    if (s)
        release(rt, object_value(s));
    return NULL;
}

static const MemberDef scanner_members[] = {
    { .name = "strict", .kind = MEMBER_BOOL, .offset = offsetof(Scanner, strict), .doc = "strict" },
    { .name = "object_hook", .kind = MEMBER_VALUE_OR_NONE, .offset = offsetof(Scanner, object_hook), .doc = "object_hook" },
    { .name = "object_pairs_hook", .kind = MEMBER_VALUE_OR_NONE, .offset = offsetof(Scanner, object_pairs_hook) },
    { .name = "parse_float", .kind = MEMBER_VALUE, .offset = offsetof(Scanner, parse_float), .doc = "parse_float" },
    { .name = "parse_int", .kind = MEMBER_VALUE, .offset = offsetof(Scanner, parse_int), .doc = "parse_int" },
    { .name = "parse_constant", .kind = MEMBER_VALUE, .offset = offsetof(Scanner, parse_constant), .doc = "parse_constant" },
    { 0 },
};

const TypeDef json_scanner_def = {
    .name = "_json.Scanner",
    .doc = "JSON scanner object",
    .size = sizeof(Scanner),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(5),
    .slots = { .make = scanner_make, .call = scanner_call },
    .members = scanner_members,
};
