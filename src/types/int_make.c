/* int(x), int(x, base): the constructor and the conversion protocol. */
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int_limbs.h"
#include "types/str.h"
#include "types/tuple.h"

/* The result of __int__ or __index__: an exact int, or TypeError; a subclass is deprecated. */
static Owned checked_int_steal(Runtime *rt, Owned result, const char *method)
{
    if (!result || value_is_small_int(result) || object_is_exactly(result, rt->int_type))
        return result;
    Value plain = NULL;
    if (!value_is_int(result))
        raise(rt, rt->TypeError, "%s returned non-int (type %.200T)", method, result);
    else if (warn(rt, rt->DeprecationWarning,
                  "%s returned non-int (type %.200T).  The ability to return an instance of a strict subclass of int "
                  "is deprecated, and may be removed in a future version of Python.", method, result))
        plain = int_plain(result);
    release(rt, result);
    return plain;
}

/* The deprecated way: __trunc__, whose result must be an int or have __index__. */
static Owned truncated_steal(Runtime *rt, Owned result)
{
    if (!result)
        return NULL;
    Value plain = NULL;
    const Slots *slots = value_type(rt, result)->slots;
    if (value_is_int(result))
        plain = int_plain(result);
    else if (slots->index)
        plain = checked_int_steal(rt, slots->index(rt, result), "__index__");
    else
        raise(rt, rt->TypeError, "__trunc__ returned non-Integral (type %.200T)", result);
    release(rt, result);
    return plain;
}

static Owned from_buffer(Runtime *rt, Borrowed v, int base)
{
    Buffer buffer;
    if (!buffer_get(rt, v, &buffer, false))
        return NULL;
    Value source = bytes_from(rt, buffer.bytes, buffer.size);
    Value result = source ? int_from_ascii(rt, buffer.bytes, buffer.size, base, source) : NULL;
    release(rt, source);
    buffer_release(rt, &buffer);
    return result;
}

Owned int_from_object(Runtime *rt, Borrowed v)
{
    if (value_is_small_int(v) || object_is_exactly(v, rt->int_type))
        return retain(v);
    const Slots *slots = value_type(rt, v)->slots;
    if (slots->to_int)
        return checked_int_steal(rt, slots->to_int(rt, v), "__int__");
    if (slots->index)
        return checked_int_steal(rt, slots->index(rt, v), "__index__");
    Value truncated = call_special(rt, v, rt->names.__trunc__, NULL, 0);
    if (error_pending(rt))
        return NULL;
    if (truncated) {
        if (warn(rt, rt->DeprecationWarning, "The delegation of int() to __trunc__ is deprecated."))
            return truncated_steal(rt, truncated);
        release(rt, truncated);
        return NULL;
    }
    if (value_is_str(v))
        return int_from_str(rt, v, 10);
    if (has_buffer(rt, v))
        return from_buffer(rt, v, 10);
    return raise(rt, rt->TypeError, "int() argument must be a string, a bytes-like object or a real number, not '%.200T'", v);
}

static Owned from_object_and_base(Runtime *rt, Borrowed v, Borrowed base)
{
    int64_t number = 0;
    if (!value_to_ssize(rt, base, &number, NULL))
        return NULL;
    if (number != 0 && (number < 2 || number > 36))
        return raise(rt, rt->ValueError, "int() base must be >= 2 and <= 36, or 0");
    if (value_is_str(v))
        return int_from_str(rt, v, (int)number);
    if (value_is_bytes(v) || value_is_bytearray(v))
        return from_buffer(rt, v, (int)number);
    return raise(rt, rt->TypeError, "int() can't convert non-string with explicit base");
}

/* An instance of a subclass that holds NUMBER. */
static Owned instance_steal(Runtime *rt, Type *type, Owned number)
{
    IntInstance *n = number ? (IntInstance *)type_alloc(rt, type, 0) : NULL;
    if (!n) {
        release(rt, number);
        return NULL;
    }
    n->number = number;
    if (type->flags & TYPE_CONTAINER)
        gc_track(&rt->gc, &n->head);
    return object_value(n);
}

static bool parse_arguments(Runtime *rt, const Value *args, size_t count, Borrowed keywords, Value *x, Value *base)
{
    size_t named = keywords ? (size_t)tuple_count(keywords) : 0;
    if (count + named > 2)
        return raise(rt, rt->TypeError, "int() takes at most 2 %sarguments (%zu given)", count ? "" : "keyword ", count + named);
    *x = count > 0 ? args[0] : NULL;
    *base = count > 1 ? args[1] : NULL;
    for (size_t i = 0; i < named; i++) {
        Value name = tuple_item_peek(keywords, (int64_t)i);
        if (!str_equal_text(name, "base"))
            return raise(rt, rt->TypeError, "'%U' is an invalid keyword argument for int()", name);
        if (*base)
            return raise(rt, rt->TypeError, "argument for int() given by name ('base') and position (2)");
        *base = args[count + i];
    }
    if (!*x && *base)
        return raise(rt, rt->TypeError, "int() missing string argument");
    return true;
}

Owned int_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value x = NULL, base = NULL, number;
    if (!parse_arguments(rt, args, count, keywords, &x, &base))
        return NULL;
    if (!x)
        number = small_int_value(0);
    else
        number = base ? from_object_and_base(rt, x, base) : int_from_object(rt, x);
    return type == rt->int_type ? number : instance_steal(rt, type, number);
}
