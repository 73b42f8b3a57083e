/* repr, str, ascii and format of any value, and the list of what is being shown. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/format.h"
#include "types/str_internal.h"

/* -- objects whose repr is under way; freed whenever it gets empty */

struct ReprStack {
    size_t count, capacity;
    Value items[];
};

int repr_enter(Runtime *rt, Borrowed v)
{
    struct ReprStack *s = rt->repr_stack;
    for (size_t i = s ? s->count : 0; i-- > 0;)
        if (s->items[i] == v)
            return 1;
    if (!s || s->count == s->capacity) {
        size_t capacity = s ? s->capacity * 2 : 12;
        struct ReprStack *grown = heap_alloc(&rt->gc.heap, DOMAIN_RAW, sizeof *s + capacity * sizeof(Value));
        if (!grown) {
            raise_memory_error(rt);
            return -1;
        }
        s = rt->repr_stack;     /* again: making room may have run Python code */
        grown->count = s ? s->count : 0;
        grown->capacity = capacity;
        if (s)
            memcpy(grown->items, s->items, s->count * sizeof(Value));
        heap_free(&rt->gc.heap, s);
        rt->repr_stack = s = grown;
    }
    s->items[s->count++] = v;
    return 0;
}

void repr_leave(Runtime *rt, Borrowed v)
{
    struct ReprStack *s = rt->repr_stack;
    size_t i = s->count;
    while (i-- > 0 && s->items[i] != v)
        ;
    memmove(s->items + i, s->items + i + 1, (s->count - i - 1) * sizeof(Value));
    if (--s->count == 0) {
        rt->repr_stack = NULL;
        heap_free(&rt->gc.heap, s);
    }
}

/* -- repr, str, ascii */

/* RESULT if it is a str, else TypeError. */
static Owned checked_text(Runtime *rt, Owned result, const char *method)
{
    if (!result || likely(value_is_str(result)))
        return result;
    raise(rt, rt->TypeError, "%s returned non-string (type %.200T)", method, result);
    release(rt, result);
    return NULL;
}

static Owned default_repr(Runtime *rt, Borrowed v)
{
    return format_message(rt, "<%T object at 0x%zx>", v, (size_t)value_bits(v));
}

Owned value_repr(Runtime *rt, Borrowed v)
{
    const Slots *slots = value_type(rt, v)->slots;
    if (!slots->repr)
        return default_repr(rt, v);
    if (!recursion_enter(rt, " while getting the repr of an object"))
        return NULL;
    Value held = retain(v);
    Value result = checked_text(rt, slots->repr(rt, v), "__repr__");
    release(rt, held);
    recursion_leave(rt);
    return result;
}

Owned value_str(Runtime *rt, Borrowed v)
{
    if (object_is_exactly(v, rt->str_type))
        return retain(v);
    const Slots *slots = value_type(rt, v)->slots;
    if (!slots->str)
        return value_repr(rt, v);
    if (!recursion_enter(rt, " while getting the str of an object"))
        return NULL;
    Value held = retain(v);
    Value result = checked_text(rt, slots->str(rt, v), "__str__");
    release(rt, held);
    recursion_leave(rt);
    return result;
}

Owned value_ascii(Runtime *rt, Borrowed v)
{
    Value repr = value_repr(rt, v);
    if (!repr || str_is_ascii(repr))
        return repr;
    StrBuilder b;
    builder_open(&b, rt);
    for (size_t at = 0; at < str_size(repr);)
        builder_escape(&b, utf8_next(str_bytes(repr), &at));
    release(rt, repr);
    return builder_finish(&b);
}

/* -- format */

static Owned format_through_type(Runtime *rt, Borrowed v, Borrowed specification)
{
    Value result = call_special(rt, v, rt->names.__format__, &specification, 1);
    if (!result && !error_pending(rt))
        return raise(rt, rt->TypeError, "Type %.100T doesn't define __format__", v);
    if (result && !value_is_str(result)) {
        raise(rt, rt->TypeError, "__format__ must return a str, not %.200T", result);
        release(rt, result);
        return NULL;
    }
    return result;
}

Owned value_format(Runtime *rt, Borrowed v, Borrowed specification_or_null)
{
    Borrowed specification = specification_or_null;
    if (specification && !value_is_str(specification))
        return raise(rt, rt->SystemError, "Format specifier must be a string, not %.200T", specification);
    if (!specification || !str_size(specification)) {
        Type *type = value_type(rt, v);
        if (type == rt->str_type)
            return retain(v);
        if (type == rt->int_type || type == rt->float_type)
            return type->slots->repr(rt, v);
    }
    if (specification) {
        Type *type = value_type(rt, v);
        return type == rt->str_type ? str_format_spec(rt, v, specification)
            : type == rt->int_type ? int_format_spec(rt, v, specification)
            : type == rt->float_type ? float_format_spec(rt, v, specification)
            : format_through_type(rt, v, specification);
    }
    Value empty = str_empty(rt);
    if (!empty)
        return NULL;
    Value result = format_through_type(rt, v, empty);
    release(rt, empty);
    return result;
}
