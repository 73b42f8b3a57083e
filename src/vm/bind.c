/* Binding: positional, keyword, default, *args, **kwargs.  The order of the checks is
 * CPython's, since it decides which of several errors is told. */
#include "vm/bind.h"

#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct Binding {
    Runtime *rt;
    const Function *function;
    const Code *code;
    const CallArguments *in;
    Value *registers;
} Binding;

static size_t parameter_count(const Code *code) { return (size_t)code->argument_count + (size_t)code->keyword_only_count; }
static Borrowed parameter_name(const Code *code, size_t i) { return tuple_item_peek(code->local_names, (int64_t)i); }

/* -- errors */

/* 'a', 'b', and 'c' */
static Owned join_names(Runtime *rt, Borrowed list)
{
    int64_t count = list_count(list);
    Value text = retain(rt->empty_str);
    for (int64_t i = 0; text && i < count; i++) {
        const char *before = i == 0 ? "" : i < count - 1 ? ", " : count == 2 ? " and " : ", and ";
        Value next = format_message(rt, "%U%s%R", text, before, list_item_peek(list, i));
        release(rt, text);
        text = next;
    }
    return text;
}

/* Parameters from FIRST to END - 1 that have no value. */
static bool raise_missing(const Binding *b, size_t first, size_t end, const char *kind)
{
    Runtime *rt = b->rt;
    Value list = list_new(rt, 0);
    for (size_t i = first; list && i < end; i++)
        if (!b->registers[i] && !list_append(rt, list, parameter_name(b->code, i)))
            value_clear(rt, &list);
    Value names = list ? join_names(rt, list) : NULL;
    if (names)
        raise(rt, rt->TypeError, "%U() missing %zd required %s argument%s: %U", b->function->qualname, list_count(list),
              kind, list_count(list) == 1 ? "" : "s", names);
    release(rt, names);
    release(rt, list);
    return false;
}

static size_t keyword_only_given(const Binding *b)
{
    size_t given = 0;
    for (size_t i = (size_t)b->code->argument_count; i < parameter_count(b->code); i++)
        given += b->registers[i] != NULL;
    return given;
}

static bool raise_too_many(const Binding *b)
{
    Runtime *rt = b->rt;
    size_t most = (size_t)b->code->argument_count, given = b->in->count, others = keyword_only_given(b);
    size_t defaults = b->function->defaults ? (size_t)tuple_count(b->function->defaults) : 0;
    Value takes = defaults ? format_message(rt, "from %zu to %zu", most - defaults, most) : format_message(rt, "%zu", most);
    Value extra = others ? format_message(rt, " positional argument%s (and %zu keyword-only argument%s)",
                                          given == 1 ? "" : "s", others, others == 1 ? "" : "s")
                         : retain(rt->empty_str);
    if (takes && extra)
        raise(rt, rt->TypeError, "%U() takes %U positional argument%s but %zu%U %s given", b->function->qualname, takes,
              defaults || most != 1 ? "s" : "", given, extra, given == 1 && !others ? "was" : "were");
    release(rt, takes);
    release(rt, extra);
    return false;
}

static bool names_contain(const CallArguments *in, Borrowed name)
{
    for (size_t i = 0; i < in->named; i++)
        if (value_is_str(in->names[i]) && str_equal(in->names[i], name))
            return true;
    return false;
}

/* Keywords that name positional-only parameters, as "a, b"; empty when there are none. */
static Owned positional_only_named(const Binding *b)
{
    Value text = retain(b->rt->empty_str);
    for (int32_t i = 0; text && i < b->code->positional_only_count; i++) {
        Value name = parameter_name(b->code, (size_t)i);
        if (!names_contain(b->in, name))
            continue;
        Value next = format_message(b->rt, str_size(text) ? "%U, %U" : "%U%U", text, name);
        release(b->rt, text);
        text = next;
    }
    return text;
}

static bool raise_unexpected(const Binding *b, Borrowed name)
{
    Value misplaced = positional_only_named(b);
    if (misplaced && str_size(misplaced))
        raise(b->rt, b->rt->TypeError, "%U() got some positional-only arguments passed as keyword arguments: '%U'",
              b->function->qualname, misplaced);
    else if (misplaced)
        raise(b->rt, b->rt->TypeError, "%U() got an unexpected keyword argument '%S'", b->function->qualname, name);
    release(b->rt, misplaced);
    return false;
}

/* -- binding */

static bool bind_positional(const Binding *b)
{
    const Code *code = b->code;
    size_t plain = MIN(b->in->count, (size_t)code->argument_count), total = parameter_count(code);
    for (size_t i = 0; i < plain; i++)
        b->registers[i] = retain(b->in->positional[i]);
    if (code->flags & CODE_VARARGS) {
        b->registers[total] = tuple_from(b->rt, b->in->positional + plain, (int64_t)(b->in->count - plain));
        if (!b->registers[total])
            return false;
        total++;
    }
    if (code->flags & CODE_VARKEYWORDS)
        b->registers[total] = dict_new(b->rt);
    return !(code->flags & CODE_VARKEYWORDS) || b->registers[total];
}

/* Which parameter NAME is, or -1. */
static int64_t find_parameter(const Code *code, Borrowed name)
{
    size_t total = parameter_count(code);
    for (size_t i = (size_t)code->positional_only_count; i < total; i++)
        if (parameter_name(code, i) == name)
            return (int64_t)i;
    bool interned = str_is_interned(name);
    for (size_t i = (size_t)code->positional_only_count; i < total; i++) {
        Value parameter = parameter_name(code, i);
        if (!(interned && str_is_interned(parameter)) && str_equal(parameter, name))
            return (int64_t)i;
    }
    return -1;
}

static bool bind_keyword(const Binding *b, Borrowed name, Borrowed value)
{
    const Code *code = b->code;
    if (!value_is_str(name))
        return raise(b->rt, b->rt->TypeError, "%U() keywords must be strings", b->function->qualname);
    int64_t i = find_parameter(code, name);
    if (i < 0 && !(code->flags & CODE_VARKEYWORDS))
        return raise_unexpected(b, name);
    if (i < 0)
        return dict_set(b->rt, b->registers[parameter_count(code) + !!(code->flags & CODE_VARARGS)], name, value);
    if (b->registers[i])
        return raise(b->rt, b->rt->TypeError, "%U() got multiple values for argument '%S'", b->function->qualname, name);
    b->registers[i] = retain(value);
    return true;
}

static bool bind_defaults(const Binding *b)
{
    size_t most = (size_t)b->code->argument_count;
    size_t count = b->function->defaults ? (size_t)tuple_count(b->function->defaults) : 0;
    size_t required = most - MIN(count, most);
    for (size_t i = b->in->count; i < required; i++)
        if (!b->registers[i])
            return raise_missing(b, b->in->count, required, "positional");
    for (size_t i = required; i < most; i++)
        if (!b->registers[i])
            b->registers[i] = retain(tuple_item_peek(b->function->defaults, (int64_t)(i - required + count - (most - required))));
    return true;
}

static bool bind_keyword_only(const Binding *b)
{
    size_t first = (size_t)b->code->argument_count, end = parameter_count(b->code), missing = 0;
    for (size_t i = first; i < end; i++) {
        Value otherwise = NULL;
        if (!b->registers[i] && b->function->kwdefaults &&
            !dict_lookup(b->rt, b->function->kwdefaults, parameter_name(b->code, i), &otherwise))
            return false;
        if (!b->registers[i])
            b->registers[i] = retain(otherwise);
        missing += !b->registers[i];
    }
    return !missing || raise_missing(b, first, end, "keyword-only");
}

bool bind_arguments(Runtime *rt, Frame *frame, const Function *function, const CallArguments *in)
{
    Binding b = { rt, function, frame->code, in, frame->registers };
    if (!bind_positional(&b))
        return false;
    for (size_t i = 0; i < in->named; i++)
        if (!bind_keyword(&b, in->names[i], in->values[i]))
            return false;
    if (in->count > (size_t)b.code->argument_count && !(b.code->flags & CODE_VARARGS))
        return raise_too_many(&b);
    if (in->count < (size_t)b.code->argument_count && !bind_defaults(&b))
        return false;
    return b.code->keyword_only_count == 0 || bind_keyword_only(&b);
}
