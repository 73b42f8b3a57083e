/* Signatures as Python text, and the wording that CPython gives to their errors,
 * which depends on the shape: none, one positional, positional only, with names. */
#include "object/arguments.h"

#include <stdio.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* One parameter of a signature text. */
typedef struct Parameter {
    const char *name;
    size_t size;
    bool optional;
} Parameter;

static bool is_name_char(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* The end of a default: the comma or parenthesis at depth 0, outside of quotes. */
static const char *skip_default(const char *p)
{
    int depth = 0;
    for (char quote = 0; *p; p++) {
        if (quote) {
            quote = *p == quote ? 0 : quote;
        } else if (*p == '\'' || *p == '"') {
            quote = *p;
        } else if (strchr("([{", *p)) {
            depth++;
        } else if (strchr(")]}", *p) && depth-- == 0) {
            break;
        } else if (*p == ',' && depth == 0) {
            break;
        }
    }
    return p;
}

/* Steps over the text; *MARK is '/' or '*' for these, 0 for a parameter. */
static const char *next_parameter(const char *p, Parameter *parameter, char *mark)
{
    while (*p == ' ' || *p == ',' || *p == '(')
        p++;
    if (!*p || *p == ')')
        return NULL;
    *mark = 0;
    if ((*p == '/' || *p == '*') && !is_name_char(p[1])) {
        *mark = *p;
        return p + 1;
    }
    parameter->name = p;
    while (is_name_char(*p))
        p++;
    parameter->size = (size_t)(p - parameter->name);
    parameter->optional = *p == '=';
    return skip_default(p);
}

Signature signature_parse(const char *text)
{
    Signature s = { 0 };
    Parameter parameter;
    bool keyword_only = false;
    char mark;
    for (const char *p = text; (p = next_parameter(p, &parameter, &mark));) {
        if (mark == '/') {
            s.positional_only = s.count;
        } else if (mark == '*') {
            keyword_only = true;
        } else {
            s.count++;
            s.positional += !keyword_only;
            s.required += !keyword_only && !parameter.optional;
        }
    }
    return s;
}

static size_t keyword_count(Borrowed keywords)
{
    return keywords ? (size_t)tuple_count(keywords) : 0;
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static const char *bare_name(const char *function)
{
    const char *dot = strrchr(function, '.');
    return dot ? dot + 1 : function;
}

static bool bad_positional_only(Runtime *rt, const char *function, const Signature *s, size_t count)
{
    if (s->count == 0)
        return raise(rt, rt->TypeError, "%s() takes no arguments (%zu given)", function, count);
    if (s->count == 1 && s->required == 1)
        return raise(rt, rt->TypeError, "%s() takes exactly one argument (%zu given)", function, count);
    size_t bound = count < s->required ? s->required : s->positional;
    const char *how = s->required == s->positional ? "" : count < s->required ? "at least " : "at most ";
    return raise(rt, rt->TypeError, "%s expected %s%zu argument%s, got %zu", bare_name(function), how, bound,
                 plural(bound), count);
}

/* The messages of functions whose parameters have names, in the order of CPython's checks. */
static bool bad_count(Runtime *rt, const char *name, const Signature *s, size_t count, size_t named)
{
    if (count + named > s->count)
        return raise(rt, rt->TypeError, "%s() takes at most %zu %sargument%s (%zu given)", name, (size_t)s->count,
                     count == 0 ? "keyword " : "", plural(s->count), count + named);
    if (s->positional == 0)
        return raise(rt, rt->TypeError, "%s() takes no positional arguments", name);
    return raise(rt, rt->TypeError, "%s() takes %s %zu positional argument%s (%zu given)", name,
                 s->required < s->positional ? "at most" : "exactly", (size_t)s->positional, plural(s->positional),
                 count);
}

static bool is_named(const Parameter *parameter, Borrowed name)
{
    return str_size(name) == parameter->size && !memcmp(str_bytes(name), parameter->name, parameter->size);
}

/* Where the value of keyword NAME goes: an index into the parameters, or -1. */
static int find_parameter(const char *text, Borrowed name)
{
    Parameter parameter;
    char mark;
    int i = 0;
    for (const char *p = text; (p = next_parameter(p, &parameter, &mark));) {
        if (mark)
            continue;
        if (is_named(&parameter, name))
            return i;
        i++;
    }
    return -1;
}

/* A keyword that is no parameter's, or one that is given already: found after all others are
 * bound and what is missing has been complained about, as CPython does. */
static bool check_keyword(Runtime *rt, const char *function, const char *text, const Signature *s, Borrowed name, size_t count)
{
    int i = find_parameter(text, name);
    if (i < 0)
        return raise(rt, rt->TypeError, "'%U' is an invalid keyword argument for %s()", name, bare_name(function));
    if (i < s->positional_only)
        return raise(rt, rt->TypeError, "%s() got some positional-only arguments passed as keyword arguments: '%U'",
                     bare_name(function), name);
    if ((size_t)i < count)
        return raise(rt, rt->TypeError, "argument for %s() given by name ('%U') and position (%d)", bare_name(function),
                     name, i + 1);
    return true;
}

static void bind_keywords(const char *text, const Signature *s, const Value *values, Borrowed keywords, size_t count, Value *out)
{
    for (int64_t k = 0; keywords && k < tuple_count(keywords); k++) {
        int i = find_parameter(text, tuple_item_peek(keywords, k));
        if (i >= s->positional_only && (size_t)i >= count)
            out[i] = values[k];
    }
}

static bool check_keywords(Runtime *rt, const char *function, const char *text, const Signature *s, Borrowed keywords, size_t count)
{
    for (int64_t k = 0; keywords && k < tuple_count(keywords); k++)
        if (!check_keyword(rt, function, text, s, tuple_item_peek(keywords, k), count))
            return false;
    return true;
}

static bool check_required(Runtime *rt, const char *function, const char *text, const Signature *s, size_t count,
                           const Value *out)
{
    Parameter parameter;
    char mark;
    size_t i = 0;
    if (count < s->positional_only && count < s->required && !out[count]) {
        size_t least = MIN(s->positional_only, s->required);
        return raise(rt, rt->TypeError, "%s() takes %s %zu positional argument%s (%zu given)", bare_name(function),
                     least < s->positional ? "at least" : "exactly", least, plural(least), count);
    }
    for (const char *p = text; (p = next_parameter(p, &parameter, &mark));) {
        if (mark)
            continue;
        if (!out[i] && !parameter.optional)
            return raise(rt, rt->TypeError, "%s() missing required argument '%.*s' (pos %zu)", bare_name(function),
                         (int)parameter.size, parameter.name, i + 1);
        i++;
    }
    return true;
}

static bool bind(Runtime *rt, const char *function, const char *text, const Signature *s, const Value *args,
                 size_t count, Borrowed keywords, Value *out)
{
    size_t named = keyword_count(keywords);
    if (s->positional_only == s->count) {
        if (named)
            return raise(rt, rt->TypeError, "%s() takes no keyword arguments", function);
        if (count < s->required || count > s->positional)
            return bad_positional_only(rt, function, s, count);
    } else if (count + named > s->count || count > s->positional) {
        return bad_count(rt, bare_name(function), s, count, named);
    }
    for (size_t i = 0; i < s->count; i++)
        out[i] = i < count ? args[i] : NULL;
    bind_keywords(text, s, args + count, keywords, count, out);
    return s->positional_only == s->count ||
           (check_required(rt, function, text, s, count, out) && check_keywords(rt, function, text, s, keywords, count));
}

/* Texts are constants: their address stands for them. */
static Signature signature_of(Runtime *rt, const char *text)
{
    SignatureEntry *entry = &rt->signatures[((uintptr_t)text >> 3) % SIGNATURE_CACHE_SIZE];
    if (unlikely(entry->text != text))
        *entry = (SignatureEntry){ text, signature_parse(text) };
    return entry->signature;
}

bool arguments_bind(Runtime *rt, const char *function, const char *text, const Value *args, size_t count,
                    Borrowed keywords, Value *out)
{
    Signature s = signature_of(rt, text);
    assert(s.count <= ARGUMENTS_MAX);
    return (!keywords && arguments_pad(&s, args, count, out))
        || bind(rt, function, text, &s, args, count, keywords, out);
}

static bool table_has(const TypeDef *type, const MethodDef *def)
{
    for (const MethodDef *m = type ? type->methods : NULL; m && m->name; m++)
        if (m == def)
            return true;
    return false;
}

/* "list.append" for a method, "len" for a function of a module. */
static void qualified_name(Runtime *rt, const MethodDef *def, Borrowed self, char *buffer, size_t size)
{
    const Type *type = !self ? NULL : object_has_type_flag(self, TYPE_IS_TYPE) ? (Type *)self : value_type(rt, self);
    while (type && !table_has(type->def, def))
        type = type->base;
    snprintf(buffer, size, "%s%s%s", type ? bare_name(type->def->name) : "", type ? "." : "", def->name);
}

static no_inline Owned call_bound(Runtime *rt, const MethodDef *def, const Signature *s, Borrowed self,
                                  const Value *args, size_t count, Borrowed keywords)
{
    Value bound[ARGUMENTS_MAX];
    char name[128];
    qualified_name(rt, def, self, name, sizeof name);
    if (!bind(rt, name, def->signature, s, args, count, keywords, bound))
        return NULL;
    return def->function(rt, self, bound);
}

Owned method_def_call(Runtime *rt, const MethodDef *def, const Signature *s, Borrowed self, const Value *args,
                      size_t count, Borrowed keywords)
{
    if (def->flags & METHOD_RAW)
        return def->raw(rt, self, args, count, keywords);
    if (likely(!keywords && count >= s->required && count <= s->positional)) {
        if (count == s->count)
            return def->function(rt, self, args);
        Value bound[ARGUMENTS_MAX];
        return arguments_pad(s, args, count, bound) ? def->function(rt, self, bound) : NULL;
    }
    return call_bound(rt, def, s, self, args, count, keywords);
}

bool arguments_none(Runtime *rt, const char *function, size_t count, Borrowed keywords)
{
    if (count || keyword_count(keywords))
        return raise(rt, rt->TypeError, "%s() takes no arguments", function);
    return true;
}

/* In words of its own, when the pending error says that a number does not fit. */
static bool too_large(Runtime *rt, const char *kind)
{
    return error_clear_if(rt, rt->OverflowError) && raise(rt, rt->OverflowError, "Python int too large to convert to C %s", kind);
}

bool argument_index(Runtime *rt, Borrowed v, int64_t *out)
{
    return !v || value_to_ssize(rt, v, out, rt->OverflowError) || too_large(rt, "ssize_t");
}

bool argument_int(Runtime *rt, Borrowed v, int *out)
{
    int64_t wide = 0;
    if (!v)
        return true;
    if (!value_to_ssize(rt, v, &wide, rt->OverflowError))
        return too_large(rt, "int");
    if (wide != (int)wide)
        return raise(rt, rt->OverflowError, "Python int too large to convert to C int");
    *out = (int)wide;
    return true;
}

bool argument_str(Runtime *rt, const char *where, Borrowed v)
{
    if (likely(object_has_type_flag(v, TYPE_IS_STR)))
        return true;
    if (v == NONE)
        return raise(rt, rt->TypeError, "%s argument must be str, not None", where);
    return raise(rt, rt->TypeError, "%s argument must be str, not %.50T", where, v);
}

bool argument_bool(Runtime *rt, Borrowed v, bool *out)
{
    int truth = v ? value_truth(rt, v) : *out;
    *out = truth > 0;
    return truth >= 0;
}
