/* _csv: dialects. */
#include "modules/csv_parts.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/values_object.h"

static const char parameters[] =
    "(dialect=None, delimiter=None, doublequote=None, escapechar=None, lineterminator=None, quotechar=None, quoting=None, "
    "skipinitialspace=None, strict=None)";
enum { DIALECT, DELIMITER, DOUBLE_QUOTE, ESCAPE, LINE_TERMINATOR, QUOTE, QUOTING, SKIP_SPACE, STRICT, PARAMETERS };

/* What V leaves out (NULL), the dialect given as base says; owned. */
static bool from_base(Runtime *rt, Borrowed base, Value *v)
{
    static const char *const names[PARAMETERS] = { NULL, "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar",
                                                   "quoting", "skipinitialspace", "strict" };
    for (int i = 1; i < PARAMETERS; i++) {
        if (v[i] || !base) {
            retain(v[i]);
            continue;
        }
        Value name = str_intern_text(rt, names[i]);
        v[i] = name ? get_attribute_or_null(rt, base, name) : NULL;
        release(rt, name);
        if (!v[i] && error_pending(rt)) {
            for (i++; i < PARAMETERS; i++)
                retain(v[i]);
            return false;
        }
    }
    return true;
}

static bool take_bool(Runtime *rt, Borrowed v, bool otherwise, bool *out)
{
    int truth = v ? value_truth(rt, v) : otherwise;
    *out = truth > 0;
    return truth >= 0;
}

static bool take_character(Runtime *rt, const char *name, Borrowed v, uint32_t otherwise, bool none_allowed, uint32_t *out)
{
    *out = otherwise;
    if (!v)
        return true;
    if (v == NONE && none_allowed) {
        *out = NO_CHARACTER;
        return true;
    }
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, none_allowed ? "\"%s\" must be string or None, not %T" : "\"%s\" must be string, not %T", name, v);
    if (str_length(v) != 1)
        return raise(rt, rt->TypeError, "\"%s\" must be a 1-character string", name);
    *out = str_code_point(v, 0);
    return true;
}

static bool take_terminator(Runtime *rt, Borrowed v, Value *out)
{
    if (v == NONE)
        return raise(rt, rt->TypeError, "lineterminator must be set");
    if (v && !value_is_str(v))
        return raise(rt, rt->TypeError, "\"lineterminator\" must be a string");
    *out = v ? retain(v) : str_from_text(rt, "\r\n");
    return *out;
}

static bool take_quoting(Runtime *rt, Borrowed v, Borrowed quote, int *out)
{
    *out = quote == NONE && !v ? QUOTE_NONE : QUOTE_MINIMAL;
    if (!v)
        return true;
    if (!value_is_small_int(v))
        return raise(rt, rt->TypeError, "\"quoting\" must be an integer");
    if (small_int(v) < QUOTE_MINIMAL || small_int(v) > QUOTE_NONE)
        return raise(rt, rt->TypeError, "bad \"quoting\" value");
    *out = (int)small_int(v);
    return true;
}

static bool fill(Runtime *rt, CsvDialect *d, const Value *v)
{
    if (!take_character(rt, "delimiter", v[DELIMITER], ',', false, &d->delimiter) ||
        !take_bool(rt, v[DOUBLE_QUOTE], true, &d->double_quote) ||
        !take_character(rt, "escapechar", v[ESCAPE], NO_CHARACTER, true, &d->escape) ||
        !take_terminator(rt, v[LINE_TERMINATOR], &d->line_terminator) ||
        !take_character(rt, "quotechar", v[QUOTE], '"', true, &d->quote) || !take_quoting(rt, v[QUOTING], v[QUOTE], &d->quoting) ||
        !take_bool(rt, v[SKIP_SPACE], false, &d->skip_space) || !take_bool(rt, v[STRICT], false, &d->strict))
        return false;
    if (d->quoting != QUOTE_NONE && d->quote == NO_CHARACTER)
        return raise(rt, rt->TypeError, "quotechar must be set if quoting enabled");
    return true;
}

static Owned build(Runtime *rt, Type *type, Borrowed base, Value *v)
{
    CsvDialect *d = instance_make(rt, type);
    bool known = from_base(rt, base, v), done = d && known && fill(rt, d, v);
    for (int i = 1; i < PARAMETERS; i++)
        release(rt, v[i]);
    if (done)
        return object_tracked(rt, d);
    if (d)
        release(rt, object_value(d));
    return NULL;
}

/* BASE itself, when nothing is to be changed in a finished dialect. */
static bool serves_as_it_is(Runtime *rt, Type *type, Borrowed base, const Value *v)
{
    bool given = false;
    for (int i = 1; i < PARAMETERS; i++)
        given |= v[i] != NULL;
    return base && !given && value_type(rt, base) == type;
}

static Owned make(Runtime *rt, Type *type, Borrowed module, const Value *args, size_t count, Borrowed keywords)
{
    Value v[PARAMETERS], base;
    if (!arguments_bind(rt, "", parameters, args, count, keywords, v))
        return NULL;
    base = v[DIALECT] && v[DIALECT] != NONE ? retain(v[DIALECT]) : NULL;
    if (base && value_is_str(base)) {
        release(rt, base);
        if (!(base = csv_get_dialect(rt, module, v[DIALECT])))
            return NULL;
    }
    Value result = serves_as_it_is(rt, type, base, v) ? retain(base) : build(rt, type, base, v);
    release(rt, base);
    return result;
}

Owned csv_dialect(Runtime *rt, Borrowed module, const Value *args, size_t count, Borrowed keywords)
{
    return make(rt, csv_state(module)->dialect, module, args, count, keywords);
}

Owned csv_get_dialect(Runtime *rt, Borrowed module, Borrowed name)
{
    Value found;
    if (!dict_lookup_owned(rt, csv_state(module)->dialects, name, &found))
        return NULL;
    return found ? found : raise(rt, (Type *)csv_state(module)->error, "unknown dialect");
}

/* The constructor knows no module: sys.modules does. */
static Owned dialect_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value module = dict_get_text_peek(rt, rt->modules, "_csv");
    if (!module || !object_is_exactly(module, rt->module_type) || ((Module *)module)->def == NULL)
        return raise(rt, rt->RuntimeError, "lost _csv");
    retain(module);
    Value result = make(rt, type, module, args, count, keywords);
    release(rt, module);
    return result;
}

static Owned character(Runtime *rt, uint32_t c) { return c == NO_CHARACTER ? NONE : str_from_code_point(rt, c); }
static Owned get_delimiter(Runtime *rt, Borrowed self) { return character(rt, ((CsvDialect *)self)->delimiter); }
static Owned get_quote(Runtime *rt, Borrowed self) { return character(rt, ((CsvDialect *)self)->quote); }
static Owned get_escape(Runtime *rt, Borrowed self) { return character(rt, ((CsvDialect *)self)->escape); }
static Owned get_quoting(Runtime *rt unused, Borrowed self) { return small_int_value(((CsvDialect *)self)->quoting); }

static Owned refuse_pickle(Runtime *rt, Borrowed self, const Value *args unused)
{
    return raise(rt, rt->TypeError, "cannot pickle '%T' object", self);
}

static const MethodDef methods[] = {
    METHOD("__reduce__", refuse_pickle, "()", "raises an exception to avoid pickling"),
    METHOD("__reduce_ex__", refuse_pickle, "(protocol, /)", "raises an exception to avoid pickling"),
    { 0 },
};

static const GetSetDef getsets[] = {
    { "delimiter", get_delimiter, NULL, NULL }, { "escapechar", get_escape, NULL, NULL }, { "quotechar", get_quote, NULL, NULL },
    { "quoting", get_quoting, NULL, NULL }, { 0 },
};

static const MemberDef members[] = {
    { .name = "lineterminator", .kind = MEMBER_VALUE, .offset = offsetof(CsvDialect, line_terminator) },
    { .name = "doublequote", .kind = MEMBER_BOOL, .offset = offsetof(CsvDialect, double_quote) },
    { .name = "skipinitialspace", .kind = MEMBER_BOOL, .offset = offsetof(CsvDialect, skip_space) },
    { .name = "strict", .kind = MEMBER_BOOL, .offset = offsetof(CsvDialect, strict) },
    { 0 },
};

const TypeDef csv_dialect_def = {
    .name = "_csv.Dialect",
    .doc = "CSV dialect\n\nThe Dialect type records CSV dialect options.",
    .size = sizeof(CsvDialect),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(1),
    .slots = { .make = dialect_make },
    .methods = methods,
    .getsets = getsets,
    .members = members,
};
