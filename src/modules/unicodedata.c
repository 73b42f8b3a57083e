/* unicodedata: the Unicode 14 database, on top of utf8proc.
 *
 * ucd_3_2_0 is an object with the same methods and the data of Unicode 3.2; `self` tells
 * which of the two is asked. */
#include <stdlib.h>
#include <utf8proc.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/module.h"
#include "types/str_internal.h"
#include "types/unicode.h"

enum { WIDTH_F, WIDTH_H, WIDTH_W, WIDTH_NA, WIDTH_A, WIDTH_N };
typedef struct WidthRun { uint32_t first, width; } WidthRun;
typedef struct Decomposed { uint32_t c, parts[6]; } Decomposed;
typedef struct UnicodeRange { uint32_t first, last; } UnicodeRange;
typedef struct OldProperties {
    uint32_t first, last;
    char category[3], bidirectional[4];
    uint8_t mirrored;
    char width[3];
} OldProperties;
typedef struct Corrected { uint32_t c, to; } Corrected;

#include "modules/unicodedata_data.h"

/* -- Unicode 3.2 */

static bool is_old(Runtime *rt, Borrowed self) { return !value_is_instance(rt, self, rt->module_type); }

static bool in_ranges(uint32_t c, const UnicodeRange *ranges, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && c >= ranges[low].first;
}

/* Not assigned in the version that SELF stands for, though it is in ours. */
static bool is_later(Runtime *rt, Borrowed self, uint32_t c)
{
    return is_old(rt, self) && in_ranges(c, not_in_3_2, COUNT_OF(not_in_3_2));
}

/* What was different then, or NULL. */
static const OldProperties *old_properties(Runtime *rt, Borrowed self, uint32_t c)
{
    for (size_t i = 0; i < COUNT_OF(in_3_2) && is_old(rt, self); i++)
        if (c >= in_3_2[i].first && c <= in_3_2[i].last)
            return &in_3_2[i];
    return NULL;
}

/* -- one character */

static bool character(Runtime *rt, const char *function, bool several, Borrowed v, uint32_t *c)
{
    if (!value_is_str(v) || str_length(v) != 1)
        return raise(rt, rt->TypeError, "%s() argument %smust be a unicode character, not %V", function,
                     several ? "1 " : "", v);
    *c = str_code_point(v, 0);
    return true;
}

static const utf8proc_property_t *property(uint32_t c)
{
    static const utf8proc_property_t unassigned = { .category = UTF8PROC_CATEGORY_CN };
    if (unicode_category(c) == UTF8PROC_CATEGORY_CN && utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_CN)
        return &unassigned;     /* newer than version 14 */
    return utf8proc_get_property((utf8proc_int32_t)c);
}

static Owned otherwise(Runtime *rt, Borrowed value, const char *message)
{
    return value ? retain(value) : raise(rt, rt->ValueError, "%s", message);
}

static Owned ucd_decimal(Runtime *rt, Borrowed self, const Value *args)
{
    uint32_t c;
    if (!character(rt, "decimal", true, args[0], &c))
        return NULL;
    bool digits = is_old(rt, self) && in_ranges(c, decimal_in_3_2, COUNT_OF(decimal_in_3_2));
    int digit = is_later(rt, self, c) ? -1 : digits ? unicode_digit(c) : unicode_decimal(c);
    return digit >= 0 ? small_int_value(digit) : otherwise(rt, args[1], "not a decimal");
}

static Owned ucd_digit(Runtime *rt, Borrowed self, const Value *args)
{
    uint32_t c;
    (void)self;                 /* the old version knows the new digits, as the reference does */
    if (!character(rt, "digit", true, args[0], &c))
        return NULL;
    int digit = unicode_digit(c);
    return digit >= 0 ? small_int_value(digit) : otherwise(rt, args[1], "not a digit");
}

static Owned ucd_numeric(Runtime *rt, Borrowed self, const Value *args)
{
    uint32_t c;
    double number;
    if (!character(rt, "numeric", true, args[0], &c))
        return NULL;
    return !is_later(rt, self, c) && unicode_numeric(c, &number) ? float_value(rt, number) : otherwise(rt, args[1], "not a numeric character");
}

static Owned ucd_category(Runtime *rt, Borrowed self, const Value *args)
{
    static const char names[][3] = { "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd",
        "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co" };
    uint32_t c;
    if (!character(rt, "category", false, args[0], &c))
        return NULL;
    const OldProperties *old = old_properties(rt, self, c);
    return str_from_text(rt, is_later(rt, self, c) ? "Cn" : old ? old->category : names[unicode_category(c)]);
}

static Owned ucd_bidirectional(Runtime *rt, Borrowed self, const Value *args)
{
    static const char names[][4] = { "", "L", "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN", "ES", "ET", "AN", "CS",
        "NSM", "BN", "B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI" };
    uint32_t c;
    if (!character(rt, "bidirectional", false, args[0], &c))
        return NULL;
    const OldProperties *old = old_properties(rt, self, c);
    bool none = is_later(rt, self, c) || !unicode_category(c);
    return str_from_text(rt, none ? "" : old ? old->bidirectional : names[property(c)->bidi_class]);
}

static Owned ucd_combining(Runtime *rt, Borrowed self, const Value *args)
{
    uint32_t c;
    if (!character(rt, "combining", false, args[0], &c))
        return NULL;
    return small_int_value(is_later(rt, self, c) ? 0 : property(c)->combining_class);
}

static Owned ucd_mirrored(Runtime *rt, Borrowed self, const Value *args)
{
    uint32_t c;
    if (!character(rt, "mirrored", false, args[0], &c))
        return NULL;
    const OldProperties *old = old_properties(rt, self, c);
    return small_int_value(is_later(rt, self, c) ? 0 : old ? old->mirrored : property(c)->bidi_mirrored);
}

static Owned ucd_east_asian_width(Runtime *rt, Borrowed self, const Value *args)
{
    static const char names[][3] = { "F", "H", "W", "Na", "A", "N" };
    uint32_t c;
    if (!character(rt, "east_asian_width", false, args[0], &c))
        return NULL;
    const OldProperties *old = old_properties(rt, self, c);
    if (old)
        return str_from_text(rt, old->width);
    size_t low = 0, high = COUNT_OF(width_runs);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (c < width_runs[middle].first)
            high = middle;
        else
            low = middle;
    }
    return str_from_text(rt, names[unicode_category(c) && !is_later(rt, self, c) ? width_runs[low].width : WIDTH_F]);
}

/* -- decomposition */

/* C in one or more steps: the number of PARTS (at least 32 fit). */
static int decompose_fully(uint32_t c, bool compatible, uint32_t *parts)
{
    int boundary = 0, options = UTF8PROC_DECOMPOSE | UTF8PROC_STABLE | (compatible ? UTF8PROC_COMPAT : 0);
    *parts = c;
    if (c < 0xa0 || unicode_is_surrogate(c) || !unicode_category(c))
        return 1;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, (utf8proc_int32_t *)parts, 32,
                                                     (utf8proc_option_t)options, &boundary);
    return count < 1 || count > 32 ? 1 : (int)count;
}

static int decompose_once(uint32_t c, uint32_t *parts)
{
    for (size_t i = 0; i < COUNT_OF(one_step); i++)
        if (one_step[i].c == c) {
            int count = 0;
            while (count < 6 && (parts[count] = one_step[i].parts[count]))
                count++;
            return count;
        }
    return decompose_fully(c, true, parts);
}

static Owned ucd_decomposition(Runtime *rt, Borrowed self, const Value *args)
{
    static const char *const tags[] = { NULL, "font", "noBreak", "initial", "medial", "final", "isolated", "circle",
        "super", "sub", "vertical", "wide", "narrow", "small", "square", "fraction", "compat" };
    uint32_t c, parts[32];
    StrBuilder b;
    if (!character(rt, "decomposition", false, args[0], &c))
        return NULL;
    builder_open(&b, rt);
    int count = c - 0xac00 < 11172 || is_later(rt, self, c) ? 0 : decompose_once(c, parts);
    if (count == 1 && parts[0] == c)
        count = 0;
    unsigned tag = count ? property(c)->decomp_type : 0;
    if (tag) {
        builder_byte(&b, '<');
        builder_text(&b, tags[tag]);
        builder_byte(&b, '>');
    }
    for (int i = 0; i < count && !b.failed; i++) {
        Value text = format_message(rt, "%s%x", i || tag ? " " : "", parts[i]);
        size_t start = b.size, digits = 0;
        if (!text) {
            b.failed = true;
            break;
        }
        size_t skip = i || tag ? 1 : 0;
        builder_write(&b, str_bytes(text), skip);
        digits = str_size(text) - skip;
        builder_repeat(&b, '0', digits < 4 ? 4 - digits : 0);
        builder_write(&b, str_bytes(text) + skip, digits);
        for (size_t k = start; k < b.size && !b.failed; k++)
            if (b.bytes[k] >= 'a')
                b.bytes[k] -= 32;
        release(rt, text);
    }
    return builder_finish(&b);
}

/* -- normalisation: decompose, order by combining class, compose */

typedef struct Points {
    Runtime *rt;
    int32_t *points;            /* memory_alloc */
    size_t count, capacity;
} Points;

static bool add_points(Points *p, const uint32_t *points, int count)
{
    if (p->capacity - p->count < (size_t)count) {
        size_t capacity = p->capacity * 2 + 64;
        int32_t *grown = p->points ? memory_realloc(p->rt, p->points, capacity * sizeof *grown)
                                   : memory_alloc(p->rt, capacity * sizeof *grown);
        if (!grown)
            return raise_memory_error(p->rt);
        p->points = grown;
        p->capacity = capacity;
    }
    memcpy(p->points + p->count, points, (size_t)count * sizeof *points);
    p->count += (size_t)count;
    return true;
}

static unsigned combining_class(int32_t c) { return c < 0x300 ? 0 : property((uint32_t)c)->combining_class; }

/* A stable sort by class of COUNT marks; counting, so that a long run takes linear time. */
static bool order_run(Runtime *rt, int32_t *marks, size_t count)
{
    size_t starts[256] = { 0 }, at = 0;
    int32_t *sorted = memory_alloc(rt, count * sizeof *sorted);
    if (!sorted)
        return raise_memory_error(rt);
    for (size_t i = 0; i < count; i++)
        starts[combining_class(marks[i])]++;
    for (int class = 0; class < 256; class++) {
        size_t n = starts[class];
        starts[class] = at;
        at += n;
    }
    for (size_t i = 0; i < count; i++)
        sorted[starts[combining_class(marks[i])]++] = marks[i];
    memcpy(marks, sorted, count * sizeof *sorted);
    memory_free(rt, sorted);
    return true;
}

static bool order_marks(Points *p)
{
    for (size_t i = 0, end; i < p->count; i = end) {
        end = i + 1;
        if (!combining_class(p->points[i]))
            continue;
        while (end < p->count && combining_class(p->points[end]))
            end++;
        if (end - i > 1 && !order_run(p->rt, p->points + i, end - i))
            return false;
    }
    return true;
}

typedef struct Form { bool compatible, compose; } Form;

static bool parse_form(Runtime *rt, const char *function, Borrowed v, Form *form)
{
    static const struct { const char *name; Form form; } forms[] = {
        { "NFC", { false, true } }, { "NFD", { false, false } }, { "NFKC", { true, true } }, { "NFKD", { true, false } },
    };
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "%s() argument 1 must be str, not %V", function, v);
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (str_equal_text(v, forms[i].name)) {
            *form = forms[i].form;
            return true;
        }
    return raise(rt, rt->ValueError, "invalid normalization form");
}

/* As decompose_fully, in the version that SELF stands for. */
static int decompose_for(Runtime *rt, Borrowed self, uint32_t c, bool compatible, uint32_t *parts)
{
    *parts = c;
    if (is_later(rt, self, c))
        return 1;
    for (size_t i = 0; i < COUNT_OF(corrected) && is_old(rt, self); i++)
        if (corrected[i].c == c) {
            *parts = corrected[i].to;
            return 1;
        }
    return decompose_fully(c, compatible, parts);
}

/* utf8proc takes U+11A7 for a final consonant of Hangul, which it is not: compose up to
 * it and from it on apart. */
static void compose(Points *p)
{
    size_t to = 0;
    for (size_t from = 0, end; from < p->count; from = end) {
        end = from;
        if (p->points[end] == 0x11a7)
            end++;
        else
            while (end < p->count && p->points[end] != 0x11a7)
                end++;
        int32_t *part = p->points + from;
        utf8proc_ssize_t count = utf8proc_normalize_utf32(part, (utf8proc_ssize_t)(end - from),
                                                          UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        memmove(p->points + to, part, (size_t)count * sizeof *part);
        to += (size_t)count;
    }
    p->count = to;
}

static Owned normalize(Runtime *rt, Borrowed self, Borrowed text, Form form)
{
    Points p = { .rt = rt };
    StrBuilder b;
    bool ok = true;
    builder_open(&b, rt);
    for (size_t at = 0; ok && at < str_size(text);) {
        uint32_t parts[32], c = utf8_next(str_bytes(text), &at);
        ok = add_points(&p, parts, decompose_for(rt, self, c, form.compatible, parts));
    }
    ok = ok && order_marks(&p);
    if (ok && form.compose)
        compose(&p);
    for (size_t i = 0; ok && i < p.count; i++)
        ok = builder_code_point(&b, (uint32_t)p.points[i]);
    memory_free(rt, p.points);
    b.failed |= !ok;
    return builder_finish(&b);
}

static Owned normalized_argument(Runtime *rt, Borrowed self, const char *function, const Value *args)
{
    Form form;
    if (!parse_form(rt, function, args[0], &form))
        return NULL;
    if (!value_is_str(args[1]))
        return raise(rt, rt->TypeError, "%s() argument 2 must be str, not %V", function, args[1]);
    return str_is_ascii(args[1]) ? str_exact(rt, args[1]) : normalize(rt, self, args[1], form);
}

static Owned ucd_normalize(Runtime *rt, Borrowed self, const Value *args)
{
    return normalized_argument(rt, self, "normalize", args);
}

static Owned ucd_is_normalized(Runtime *rt, Borrowed self, const Value *args)
{
    Value normal = normalized_argument(rt, self, "is_normalized", args);
    if (!normal)
        return NULL;
    bool equal = str_equal(normal, args[1]);
    release(rt, normal);
    return bool_value(equal);
}

/* -- names */

static Owned ucd_name(Runtime *rt, Borrowed self, const Value *args)
{
    char name[UNICODE_NAME_MAX];
    uint32_t c;
    if (!character(rt, "name", true, args[0], &c))
        return NULL;
    size_t size = is_later(rt, self, c) ? 0 : unicode_name(c, name);
    return size ? str_from_bytes(rt, name, size) : otherwise(rt, args[1], "no such name");
}

enum { LONGEST_NAME = 256 };

/* The old version has neither aliases nor sequences. */
static bool is_own_name(uint32_t c, const char *name)
{
    char own[UNICODE_NAME_MAX];
    return unicode_name(c, own) && !strcasecmp(own, name);
}

static Owned find_name(Runtime *rt, Borrowed self, const char *name, size_t size)
{
    uint32_t points[UNICODE_SEQUENCE_MAX];
    char text[4 * UNICODE_SEQUENCE_MAX];
    size_t used = 0;
    if (size > LONGEST_NAME)
        return raise(rt, rt->KeyError, "name too long");
    int count = unicode_find_sequence(name, size, points);
    if (count && is_old(rt, self) && (count > 1 || is_later(rt, self, points[0]) || !is_own_name(points[0], name)))
        count = 0;
    for (int i = 0; i < count; i++)
        used += utf8_encode(points[i], text + used);
    return count ? str_from_bytes(rt, text, used) : raise(rt, rt->KeyError, "undefined character name '%s'", name);
}

static Owned ucd_lookup(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    if (value_is_str(args[0]))
        return find_name(rt, self, str_bytes(args[0]), str_size(args[0]));
    if (!buffer_get(rt, args[0], &buffer, false))
        return NULL;
    Value copy = str_decode_utf8(rt, buffer.bytes, buffer.size, "replace");
    buffer_release(rt, &buffer);
    Value found = copy ? find_name(rt, self, str_bytes(copy), str_size(copy)) : NULL;
    release(rt, copy);
    return found;
}

/* -- tables */

static const MethodDef ucd_functions[] = {
    METHOD("decimal", ucd_decimal, "(chr, default=None, /)", "Converts a Unicode character into its equivalent decimal value."),
    METHOD("digit", ucd_digit, "(chr, default=None, /)", "Converts a Unicode character into its equivalent digit value."),
    METHOD("numeric", ucd_numeric, "(chr, default=None, /)", "Converts a Unicode character into its equivalent numeric value."),
    METHOD("category", ucd_category, "(chr, /)", "Returns the general category assigned to the character chr as string."),
    METHOD("bidirectional", ucd_bidirectional, "(chr, /)",
           "Returns the bidirectional class assigned to the character chr as string."),
    METHOD("combining", ucd_combining, "(chr, /)",
           "Returns the canonical combining class assigned to the character chr as integer."),
    METHOD("mirrored", ucd_mirrored, "(chr, /)", "Returns the mirrored property assigned to the character chr as integer."),
    METHOD("east_asian_width", ucd_east_asian_width, "(chr, /)",
           "Returns the east asian width assigned to the character chr as string."),
    METHOD("decomposition", ucd_decomposition, "(chr, /)",
           "Returns the character decomposition mapping assigned to the character chr as string."),
    METHOD("is_normalized", ucd_is_normalized, "(form, unistr, /)",
           "Return whether the Unicode string unistr is in the normal form 'form'."),
    METHOD("normalize", ucd_normalize, "(form, unistr, /)", "Return the normal form 'form' for the Unicode string unistr."),
    METHOD("name", ucd_name, "(chr, default=None, /)", "Returns the name assigned to the character chr as a string."),
    METHOD("lookup", ucd_lookup, "(name, /)", "Look up character by name."),
    { 0 }
};

static Owned old_version(Runtime *rt, Borrowed self)
{
    (void)self;
    return str_from_text(rt, "3.2.0");
}

static const GetSetDef ucd_getsets[] = {
    { "unidata_version", old_version, NULL, NULL },
    { 0 }
};

static const TypeDef ucd_def = {
    .name = "unicodedata.UCD",
    .size = sizeof(Object),
    .flags = TYPE_NO_NEW,
    .methods = ucd_functions,
    .getsets = ucd_getsets,
};

static bool unicodedata_init(Runtime *rt, Borrowed module)
{
    Type *type = module_add_type(rt, module, &ucd_def, NULL);
    Object *old = type ? type_alloc(rt, type, 0) : NULL;
    return old && module_add_steal(rt, module, "ucd_3_2_0", object_value(old))
        && module_add_steal(rt, module, "unidata_version", str_from_text(rt, "14.0.0"));
}

const ModuleDef unicodedata_module_def = {
    .name = "unicodedata",
    .doc = "This module provides access to the Unicode Character Database which\n"
           "defines character properties for all Unicode characters. The data in\n"
           "this database is based on the UnicodeData.txt file version\n"
           "14.0.0 which is publicly available from the Unicode Consortium.\n\n"
           "The module uses the same names and symbols as defined by the\n"
           "UnicodeData File Format 14.0.0.",
    .functions = ucd_functions,
    .init = unicodedata_init,
};
